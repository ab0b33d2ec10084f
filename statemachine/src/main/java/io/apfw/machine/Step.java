package io.apfw.machine;

import java.util.List;

/**
 * What a machine answers to an event: where it is now, and what the shell is to do, in this order.
 *
 * @param state the new state; the old one is worthless after the step
 * @param actions what to do, first to last
 * @param <S> the machine's state
 * @param <A> the machine's action
 */
public record Step<S, A>(S state, List<A> actions) {
  public Step {
    actions = List.copyOf(actions);
  }

  /** A step that does nothing but move (or stay). */
  public static <S, A> Step<S, A> to(S state) {
    return new Step<>(state, List.of());
  }
}
