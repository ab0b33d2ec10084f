package io.apfw.capwap.wtp.rules;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The state has no use for this event: it stays as it is and does nothing. The chart shows why. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Ignored {
  /** Why, in a few words. */
  String value();
}
