package io.apfw.storage.trust;

import java.util.List;

/** What a certificate must be for (extended key usage, RFC 5280 4.2.1.12). */
public enum ExtendedUsage {
  /** The controller's side of CAPWAP DTLS: id-kp-capwapAC, RFC 5415 12.8. */
  CAPWAP_AC("1.3.6.1.5.5.7.3.18", true),
  /** The AP's side of CAPWAP DTLS: id-kp-capwapWTP, RFC 5415 12.8. */
  CAPWAP_WTP("1.3.6.1.5.5.7.3.19", true),
  /** Signing of images: id-kp-codeSigning; a certificate for anything is not for this. */
  CODE_SIGNING("1.3.6.1.5.5.7.3.3", false),
  /** Time-stamps: id-kp-timeStamping, RFC 3161 2.3. */
  TIME_STAMPING("1.3.6.1.5.5.7.3.8", false);

  private static final String ANY_OID = "2.5.29.37.0";

  private final String oid;
  private final boolean anyAccepted;

  ExtendedUsage(String oid, boolean anyAccepted) {
    this.oid = oid;
    this.anyAccepted = anyAccepted;
  }

  /** The object identifier. */
  public String oid() {
    return oid;
  }

  boolean allowedBy(List<String> usages) {
    return usages.contains(oid) || (anyAccepted && usages.contains(ANY_OID));
  }
}
