package io.apfw.cloud;

/**
 * What a state makes of what happens outside of exchanges. An instance lives for one event.
 *
 * @param <S> the state
 */
abstract class OutsideRules<S extends CloudState> implements CloudEvent.Visitor<CloudState> {
  final S state;
  final Turn turn;

  OutsideRules(S state, Turn turn) {
    this.state = state;
    this.turn = turn;
  }
}
