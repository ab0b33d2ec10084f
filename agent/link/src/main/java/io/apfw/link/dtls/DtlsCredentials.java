package io.apfw.link.dtls;

/** What the WTP proves itself with: a certificate or a pre-shared key, RFC 5415 section 2.4.4. */
public sealed interface DtlsCredentials permits DtlsIdentity, DtlsPsk {}
