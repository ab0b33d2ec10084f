/** A/B partitions and trust. Knows no CAPWAP. */
module io.apfw.storage {
  requires static org.jspecify;
  requires org.apache.commons.compress;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
}
