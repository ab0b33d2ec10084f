/** A/B partitions and trust. Knows no CAPWAP. */
module io.apfw.storage {
  requires static transitive org.jspecify;
  requires jdk.unsupported;
  requires org.apache.commons.compress;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;

  exports io.apfw.storage.boot;
  exports io.apfw.storage.device;
  exports io.apfw.storage.image;
  exports io.apfw.storage.journal;
  exports io.apfw.storage.slot;
  exports io.apfw.storage.state;
  exports io.apfw.storage.trust;
}
