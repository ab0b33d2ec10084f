/** What there is to tell an operator: the one event stream, before it is put into words. */
@NullMarked
package io.apfw.report;

import org.jspecify.annotations.NullMarked;
