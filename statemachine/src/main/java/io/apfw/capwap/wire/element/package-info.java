/**
 * The message elements of RFC 5415 section 4.6 and RFC 5416 section 6, one record each, its codec
 * inside. A record's name is the RFC's, those of RFC 5416 without "IEEE 802.11".
 */
@NullMarked
package io.apfw.capwap.wire.element;

import org.jspecify.annotations.NullMarked;
