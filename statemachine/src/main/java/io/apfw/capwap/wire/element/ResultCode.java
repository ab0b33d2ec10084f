package io.apfw.capwap.wire.element;

import io.apfw.capwap.wire.Bounds;
import io.apfw.capwap.wire.MalformedException;
import io.apfw.capwap.wire.WireReader;
import io.apfw.capwap.wire.WireWriter;
import java.util.List;

/**
 * Result Code, RFC 5415 section 4.6.35: 32 bits.
 *
 * @param code 0 to 22 have a name here; others survive
 */
public record ResultCode(long code) implements MessageElement {
  /** Message element type. */
  public static final int TYPE = 33;

  /** 0: Success. */
  public static final ResultCode SUCCESS = new ResultCode(0);

  /** 1: Failure (AC List Message Element MUST Be Present). */
  public static final ResultCode FAILURE_AC_LIST = new ResultCode(1);

  /** 2: Success (NAT Detected). */
  public static final ResultCode SUCCESS_NAT = new ResultCode(2);

  /** 3: Join Failure (Unspecified). */
  public static final ResultCode JOIN_UNSPECIFIED = new ResultCode(3);

  /** 4: Join Failure (Resource Depletion). */
  public static final ResultCode JOIN_RESOURCE_DEPLETION = new ResultCode(4);

  /** 5: Join Failure (Unknown Source). */
  public static final ResultCode JOIN_UNKNOWN_SOURCE = new ResultCode(5);

  /** 6: Join Failure (Incorrect Data). */
  public static final ResultCode JOIN_INCORRECT_DATA = new ResultCode(6);

  /** 7: Join Failure (Session ID Already in Use). */
  public static final ResultCode JOIN_SESSION_ID_IN_USE = new ResultCode(7);

  /** 8: Join Failure (WTP Hardware Not Supported). */
  public static final ResultCode JOIN_HARDWARE_UNSUPPORTED = new ResultCode(8);

  /** 9: Join Failure (Binding Not Supported). */
  public static final ResultCode JOIN_BINDING_UNSUPPORTED = new ResultCode(9);

  /** 10: Reset Failure (Unable to Reset). */
  public static final ResultCode RESET_UNABLE = new ResultCode(10);

  /** 11: Reset Failure (Firmware Write Error). */
  public static final ResultCode RESET_FIRMWARE_WRITE = new ResultCode(11);

  /** 12: Configuration Failure (Service Provided Anyhow). */
  public static final ResultCode CONFIGURATION_SERVICE_PROVIDED = new ResultCode(12);

  /** 13: Configuration Failure (Service Not Provided). */
  public static final ResultCode CONFIGURATION_SERVICE_NOT_PROVIDED = new ResultCode(13);

  /** 14: Image Data Error (Invalid Checksum). */
  public static final ResultCode IMAGE_CHECKSUM = new ResultCode(14);

  /** 15: Image Data Error (Invalid Data Length). */
  public static final ResultCode IMAGE_DATA_LENGTH = new ResultCode(15);

  /** 16: Image Data Error (Other Error). */
  public static final ResultCode IMAGE_OTHER = new ResultCode(16);

  /** 17: Image Data Error (Image Already Present). */
  public static final ResultCode IMAGE_ALREADY_PRESENT = new ResultCode(17);

  /** 18: Message Unexpected (Invalid in Current State). */
  public static final ResultCode UNEXPECTED_IN_STATE = new ResultCode(18);

  /** 19: Message Unexpected (Unrecognized Request). */
  public static final ResultCode UNRECOGNIZED_REQUEST = new ResultCode(19);

  /** 20: Failure - Missing Mandatory Message Element. */
  public static final ResultCode MISSING_MANDATORY_ELEMENT = new ResultCode(20);

  /** 21: Failure - Unrecognized Message Element. */
  public static final ResultCode UNRECOGNIZED_ELEMENT = new ResultCode(21);

  /** 22: Data Transfer Error (No Information to Transfer). */
  public static final ResultCode NO_INFORMATION_TO_TRANSFER = new ResultCode(22);

  private static final List<String> MEANINGS =
      List.of(
          "Success",
          "Failure (AC List Message Element MUST Be Present)",
          "Success (NAT Detected)",
          "Join Failure (Unspecified)",
          "Join Failure (Resource Depletion)",
          "Join Failure (Unknown Source)",
          "Join Failure (Incorrect Data)",
          "Join Failure (Session ID Already in Use)",
          "Join Failure (WTP Hardware Not Supported)",
          "Join Failure (Binding Not Supported)",
          "Reset Failure (Unable to Reset)",
          "Reset Failure (Firmware Write Error)",
          "Configuration Failure (Service Provided Anyhow)",
          "Configuration Failure (Service Not Provided)",
          "Image Data Error (Invalid Checksum)",
          "Image Data Error (Invalid Data Length)",
          "Image Data Error (Other Error)",
          "Image Data Error (Image Already Present)",
          "Message Unexpected (Invalid in Current State)",
          "Message Unexpected (Unrecognized Request)",
          "Failure - Missing Mandatory Message Element",
          "Failure - Unrecognized Message Element",
          "Data Transfer Error (No Information to Transfer)");

  static final ElementCodec<ResultCode> CODEC =
      new ElementCodec<>(TYPE, ResultCode.class) {
        @Override
        protected ResultCode readBody(WireReader body) throws MalformedException {
          return new ResultCode(body.u32("Result Code"));
        }

        @Override
        protected void writeBody(ResultCode element, WireWriter out) {
          out.u32(element.code());
        }
      };

  public ResultCode {
    Bounds.u32("Result Code", code);
  }

  /** Codes 0 and 2. */
  public boolean isSuccess() {
    return code == 0 || code == 2;
  }

  /** The RFC's words for the code. */
  public String meaning() {
    return code < MEANINGS.size() ? MEANINGS.get((int) code) : "Unknown Result Code";
  }

  @Override
  public ElementCodec<ResultCode> codec() {
    return CODEC;
  }
}
