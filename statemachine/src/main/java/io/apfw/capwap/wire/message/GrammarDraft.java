package io.apfw.capwap.wire.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A grammar in the making. */
final class GrammarDraft {
  private final String name;
  private final Set<Integer> mandatory = new TreeSet<>();
  private final List<Set<Integer>> oneOf = new ArrayList<>();
  private final List<Set<Integer>> exclusive = new ArrayList<>();
  private final Set<Integer> optional = new TreeSet<>();
  private final Set<Integer> repeatable = new TreeSet<>();
  private boolean binding;

  GrammarDraft(String name) {
    this.name = name;
  }

  GrammarDraft must(int... types) {
    return add(mandatory, types);
  }

  /** Repeatable as well as mandatory. */
  GrammarDraft mustMany(int... types) {
    return must(types).add(repeatable, types);
  }

  GrammarDraft mustOneOf(int... types) {
    Set<Integer> group = new TreeSet<>();
    oneOf.add(group);
    return add(group, types);
  }

  GrammarDraft mustExactlyOneOf(int... types) {
    Set<Integer> group = new TreeSet<>();
    exclusive.add(group);
    return mustOneOf(types).add(group, types);
  }

  GrammarDraft may(int... types) {
    return add(optional, types);
  }

  /** Repeatable; allowed at all only if named elsewhere. */
  GrammarDraft many(int... types) {
    return add(repeatable, types);
  }

  /** Elements of the IEEE 802.11 binding, each optional and repeatable as RFC 5416 has it. */
  GrammarDraft binding(int... types) {
    binding = true;
    return may(types).many(types);
  }

  MessageGrammar done() {
    return new MessageGrammar(name, mandatory, oneOf, exclusive, optional, repeatable, binding);
  }

  private GrammarDraft add(Set<Integer> to, int... types) {
    for (int type : types) {
      to.add(type);
    }
    return this;
  }
}
