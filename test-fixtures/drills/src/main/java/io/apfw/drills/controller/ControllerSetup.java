package io.apfw.drills.controller;

import io.apfw.drills.dtls.AcIdentity;
import io.apfw.drills.dtls.Manners;
import io.apfw.drills.dtls.WtpCheck;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;

/**
 * The sockets' addresses and what stands behind them.
 *
 * @param control where the control channel listens; port 0 takes a free one
 * @param data where the data channel listens
 * @param identity what the AC shows
 * @param check what it demands of a WTP
 * @param files the image files by family
 * @param tap sees all of its CAPWAP without DTLS
 * @param manners how its DTLS differs from others'
 * @param shelf where images come from that are sent on demand
 */
public record ControllerSetup(
    InetSocketAddress control,
    InetSocketAddress data,
    AcIdentity identity,
    WtpCheck check,
    Map<String, Path> files,
    Tap tap,
    Manners manners,
    ImageShelf shelf) {
  /** One that has its images from the beginning. */
  public ControllerSetup(
      InetSocketAddress control,
      InetSocketAddress data,
      AcIdentity identity,
      WtpCheck check,
      Map<String, Path> files,
      Tap tap,
      Manners manners) {
    this(
        control,
        data,
        identity,
        check,
        files,
        tap,
        manners,
        (family, later) -> new ImageShelf.Missing());
  }

  /** One of the usual manners. */
  public ControllerSetup(
      InetSocketAddress control,
      InetSocketAddress data,
      AcIdentity identity,
      WtpCheck check,
      Map<String, Path> files,
      Tap tap) {
    this(control, data, identity, check, files, tap, Manners.USUAL);
  }
}
