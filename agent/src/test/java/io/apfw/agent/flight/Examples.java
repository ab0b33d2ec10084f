package io.apfw.agent.flight;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageBlockDialect;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Random values of any record that a machine's state or event may hold. */
final class Examples {
  private static final int ATTEMPTS_MAX = 5_000;
  private static final List<String> TEXTS =
      List.of(
          "",
          "x",
          "192.0.2.1",
          "2001:db8::1",
          "02:00:00:00:00:01",
          "é\u2028\"\\\n",
          "https://192.0.2.1/b?c");
  private static final List<Integer> LENGTHS = List.of(0, 1, 2, 4, 6, 8, 16, 20, 32, 300);
  private static final int MADE_MAX = 4;
  private static final int MAC_BYTES = 6;
  private static final List<Integer> SMALL = List.of(1, 2, 3);
  private static final List<Integer> NUMBERS = List.of(0, 1, 2, 3, 6, 8, 31, 127, 255, 576, 5246);
  private static final List<Long> LONGS =
      List.of(0L, 1L, 255L, 0xffff_ffffL, 1L << 53, (1L << 53) + 1, Long.MIN_VALUE, Long.MAX_VALUE);

  private final Random random;
  private final Map<Class<?>, List<Object>> made = new HashMap<>();

  Examples(long seed) {
    random = new Random(seed);
  }

  /** All records and constants that a sealed type allows. */
  static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Examples::leaves)
        : Stream.of(type);
  }

  Object of(Type type) {
    if (type instanceof ParameterizedType generic) {
      return collection(generic);
    } else if (type == int.class || type == Integer.class) {
      return tame() ? oneOf(SMALL) : oneOf(NUMBERS);
    } else if (type == long.class || type == Long.class) {
      return number();
    } else if (type == boolean.class) {
      return random.nextBoolean();
    } else if (type == String.class) {
      return oneOf(TEXTS);
    } else if (type == OptionalLong.class) {
      return random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(number());
    } else if (type == Instant.class) {
      return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    } else if (type == Octets.class) {
      return octets();
    } else if (type == ImageBlockDialect.class) {
      return random.nextBoolean() ? ImageBlockDialect.LWAPP : ImageBlockDialect.RFC5415;
    }
    Class<?> named = (Class<?>) type;
    if (named.isEnum()) {
      return oneOf(Arrays.asList(named.getEnumConstants()));
    }
    return named.isSealed() ? again(oneOf(leaves(named).toList())) : record(named);
  }

  /** One of a few: some take thousands of attempts to make. */
  private Object again(Class<?> leaf) {
    List<Object> few = made.computeIfAbsent(leaf, none -> new ArrayList<>());
    if (few.size() < MADE_MAX) {
      few.add(of(leaf));
    }
    return oneOf(few);
  }

  /** What most constructors take, or else what is at the bounds. */
  private boolean tame() {
    return random.nextInt(8) > 0;
  }

  private long number() {
    return tame() ? oneOf(SMALL) : oneOf(LONGS);
  }

  private Octets octets() {
    byte[] bytes = new byte[tame() ? MAC_BYTES : oneOf(LENGTHS)];
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
    }
    return Octets.wrap(bytes);
  }

  private Object collection(ParameterizedType type) {
    Type first = type.getActualTypeArguments()[0];
    List<Object> values = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      values.add(of(first));
    }
    if (type.getRawType() == Optional.class) {
      return values.stream().findFirst();
    } else if (type.getRawType() == Set.class) {
      return new HashSet<>(values);
    } else if (type.getRawType() == List.class) {
      return values;
    }
    Map<Object, Object> map = new HashMap<>();
    values.forEach(key -> map.put(key, of(type.getActualTypeArguments()[1])));
    return map;
  }

  private <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** Many are refused by their constructors. */
  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
        try {
          return constructor.newInstance(
              Arrays.stream(components).map(part -> of(part.getGenericType())).toArray());
        } catch (InvocationTargetException e) {
          // The next one may be taken.
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the constructor of " + type, e);
    }
    throw new AssertionError("no example of " + type + " is taken by its constructor");
  }
}
