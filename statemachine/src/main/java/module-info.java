/**
 * The pure core: the CAPWAP codec, the WTP machine, the update machine and the cloud check. Only
 * {@code java.base}: no clock, thread, socket, file or logger can be reached from here.
 */
module io.apfw.statemachine {
  requires static transitive org.jspecify;

  exports io.apfw.capwap.exchange;
  exports io.apfw.capwap.wire;
  exports io.apfw.capwap.wire.element;
  exports io.apfw.capwap.wire.message;
  exports io.apfw.capwap.wtp;
  exports io.apfw.cloud;
  exports io.apfw.machine;
  exports io.apfw.report;
  exports io.apfw.tftp;
  exports io.apfw.update;
}
