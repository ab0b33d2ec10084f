package io.apfw.capwap.wtp;

/** Each state's name and number. */
final class Stages implements WtpState.Visitor<Stage> {
  static final Stages INSTANCE = new Stages();

  private Stages() {}

  @Override
  public Stage start(WtpState.Start state) {
    return Stage.START;
  }

  @Override
  public Stage idle(WtpState.Idle state) {
    return Stage.IDLE;
  }

  @Override
  public Stage discovery(WtpState.Discovery state) {
    return Stage.DISCOVERY;
  }

  @Override
  public Stage sulking(WtpState.Sulking state) {
    return Stage.SULKING;
  }

  @Override
  public Stage dtlsSetup(WtpState.DtlsSetup state) {
    return Stage.DTLS_SETUP;
  }

  @Override
  public Stage dtlsConnect(WtpState.DtlsConnect state) {
    return Stage.DTLS_CONNECT;
  }

  @Override
  public Stage join(WtpState.Join state) {
    return Stage.JOIN;
  }

  @Override
  public Stage imageData(WtpState.ImageData state) {
    return Stage.IMAGE_DATA;
  }

  @Override
  public Stage configure(WtpState.Configure state) {
    return Stage.CONFIGURE;
  }

  @Override
  public Stage dataCheck(WtpState.DataCheck state) {
    return Stage.DATA_CHECK;
  }

  @Override
  public Stage run(WtpState.Run state) {
    return Stage.RUN;
  }

  @Override
  public Stage reset(WtpState.Reset state) {
    return Stage.RESET;
  }

  @Override
  public Stage dtlsTeardown(WtpState.DtlsTeardown state) {
    return Stage.DTLS_TEARDOWN;
  }

  @Override
  public Stage ended(WtpState.Ended state) {
    return Stage.ENDED;
  }
}
