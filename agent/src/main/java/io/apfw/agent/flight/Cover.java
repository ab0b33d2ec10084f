package io.apfw.agent.flight;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.Parsed;
import io.apfw.capwap.wire.element.DataTransferData;
import io.apfw.capwap.wire.element.ElementCodec;
import io.apfw.capwap.wire.element.ImageBlock;
import io.apfw.capwap.wire.element.ImageBlockDialect;
import io.apfw.capwap.wire.element.ImageData;
import io.apfw.capwap.wire.element.ImageLocation;
import io.apfw.capwap.wire.element.ImageWindow;
import io.apfw.capwap.wire.element.MessageElement;
import io.apfw.capwap.wire.element.ReturnedMessageElement;
import io.apfw.capwap.wire.element.UnknownElement;
import io.apfw.capwap.wire.element.VendorSpecificPayload;
import io.apfw.capwap.wire.message.ControlMessage;
import io.apfw.capwap.wtp.Upload;
import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.cloud.CloudEvent;
import io.apfw.cloud.CloudProof;
import io.apfw.cloud.CloudRequest;
import io.apfw.cloud.CloudResponse;
import io.apfw.cloud.Header;
import io.apfw.update.Offer;
import io.apfw.update.UpdateEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a record does not hold, because it is secret or bulk: zeros, or asterisks, as many as there
 * were characters, stand in its place. The machines decide by lengths, kinds and checksums, never
 * by these contents, so that they go the same way with what is covered. Ours.
 *
 * <p>Covered are image data, the update log, whatever the 802.11 binding carries (its elements have
 * the stations' keys and the WLANs'), elements and vendors' payloads that we do not know, of the
 * cloud's exchange the activation key and the proof's body, and in URLs the user, the password, the
 * query and the fragment. The cloud's machine looks at URLs: one with an @ behind its host, and two
 * for one class that differ in the query alone, are decided otherwise when they are covered.
 * Belongs to one thread.
 */
final class Cover {
  private static final int ZEROS_BYTES = 0xffff;
  private static final Pattern WORD = Pattern.compile("[!-~]+");

  /** Shared by all blocks that are covered. */
  private static final Octets ZEROS = Octets.wrap(new byte[ZEROS_BYTES]);

  private final ImageBlockDialect dialect;

  /** The last one: most blocks of an image are alike when they are covered. */
  private @Nullable ImageData whole;

  /**
   * @param dialect how the blocks are laid out
   */
  Cover(ImageBlockDialect dialect) {
    this.dialect = dialect;
  }

  /** An event without what its message must not tell; the same when there is nothing to cover. */
  WtpEvent event(WtpEvent event) {
    if (event instanceof WtpEvent.ControlReceived received) {
      return new WtpEvent.ControlReceived(received.sequence(), message(received.message()));
    } else if (event instanceof WtpEvent.ClearReceived received) {
      return new WtpEvent.ClearReceived(
          received.from(), received.sequence(), message(received.message()));
    }
    return (WtpEvent) node(event);
  }

  /** The same, of the cloud check. */
  static CloudEvent event(CloudEvent event) {
    if (event instanceof CloudEvent.Answered answered) {
      return new CloudEvent.Answered(answered.attempt(), response(answered.response()));
    } else if (event instanceof CloudEvent.ProofMade made) {
      return new CloudEvent.ProofMade(made.attempt(), proof(made.proof()));
    } else if (event instanceof CloudEvent.Sent sent) {
      return new CloudEvent.Sent(sent.attempt(), request(sent.request()));
    }
    return event;
  }

  private ControlMessage message(ControlMessage message) {
    List<MessageElement> covered = new ArrayList<>(message.elements().size());
    for (MessageElement element : message.elements()) {
      covered.add(element(element));
    }
    return ControlMessage.of(message.type(), covered);
  }

  /** One value, not what it is made of. */
  Object node(Object value) {
    if (value instanceof MessageElement element) {
      return element(element);
    } else if (value instanceof ImageLocation location) {
      return new ImageLocation(location.sha256(), url(location.url()));
    } else if (value instanceof Offer offer) {
      Optional<String> location = offer.location();
      return location.isPresent() ? offer.at(url(location.get())) : offer;
    } else if (value instanceof UpdateEvent.Located located) {
      return new UpdateEvent.Located(url(located.url()));
    } else if (value instanceof WtpEvent.UpdateLogRead read) {
      return new WtpEvent.UpdateLogRead(zeros(read.log()));
    } else if (value instanceof Upload.Sending sending) {
      return new Upload.Sending(
          zeros(sending.log()), sending.taken(), sending.asked(), sending.until());
    } else if (value instanceof CloudResponse response) {
      return response(response);
    } else if (value instanceof CloudProof proof) {
      return proof(proof);
    } else if (value instanceof CloudRequest request) {
      return request(request);
    }
    return value;
  }

  private static CloudResponse response(CloudResponse response) {
    return new CloudResponse(
        response.status(),
        response.reason(),
        response.headers().stream()
            .map(
                header ->
                    new Header(
                        header.name(),
                        CloudResponse.isSecret(header)
                            ? asterisks(header.value())
                            : header.name().equalsIgnoreCase("Location")
                                ? url(header.value())
                                : header.value()))
            .toList(),
        WORD.matcher(response.body())
            .replaceAll(word -> Matcher.quoteReplacement(url(word.group()))));
  }

  private static CloudProof proof(CloudProof proof) {
    return new CloudProof(proof.hash(), asterisks(proof.body()));
  }

  private static CloudRequest request(CloudRequest request) {
    return new CloudRequest(request.headers(), request.members(), asterisks(request.proof()));
  }

  private MessageElement element(MessageElement element) {
    if (element instanceof ImageData data) {
      return block(data);
    } else if (element instanceof VendorSpecificPayload payload) {
      return payload(payload);
    } else if (element instanceof ReturnedMessageElement returned) {
      return new ReturnedMessageElement(returned.reason(), zeros(returned.element()));
    } else if (element instanceof DataTransferData data) {
      return new DataTransferData(data.dataType(), data.mode(), zeros(data.data()));
    } else if (element instanceof UnknownElement unknown) {
      return new UnknownElement(unknown.type(), zeros(unknown.body()));
    } else if (ElementCodec.isBinding(element.type())) {
      int bytes = ElementCodec.encode(element).length() - ElementCodec.FRAME_BYTES;
      return new UnknownElement(element.type(), zeros(bytes));
    }
    return element;
  }

  /** As long, of the same kind, and as whole or as damaged as it was. */
  private ImageData block(ImageData data) {
    if (!(dialect.read(data) instanceof Parsed.Value<ImageBlock> read)
        || read.value().kind() == ImageBlock.Kind.ABORT) {
      return new ImageData(data.dataType(), zeros(data.data()));
    }
    ImageData like = whole;
    if (like == null
        || like.dataType() != data.dataType()
        || like.data().length() != data.data().length()) {
      like = dialect.write(new ImageBlock(read.value().kind(), zeros(read.value().data())));
      whole = like;
    }
    return like;
  }

  /** Our own are known: what a window is, and where an image is. */
  private static VendorSpecificPayload payload(VendorSpecificPayload payload) {
    Optional<ImageLocation> location = ImageLocation.of(payload);
    if (location.isPresent()) {
      return new ImageLocation(location.get().sha256(), url(location.get().url())).toElement();
    }
    return ImageWindow.of(payload).isPresent() || payload.equals(ImageLocation.OFFER)
        ? payload
        : new VendorSpecificPayload(payload.vendorId(), payload.elementId(), zeros(payload.data()));
  }

  private static Octets zeros(Octets covered) {
    return zeros(covered.length());
  }

  static Octets zeros(int bytes) {
    return bytes <= ZEROS_BYTES ? ZEROS.slice(0, bytes) : Octets.wrap(new byte[bytes]);
  }

  /**
   * A URL without user, password, query and fragment. Not parsed, for one that cannot be used may
   * come, too: up to the last @ all is taken for a user.
   */
  static String url(String url) {
    int scheme = url.indexOf("://");
    int start = scheme < 0 ? 0 : scheme + "://".length();
    int user = Math.max(start, url.lastIndexOf('@'));
    int end = user;
    while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#') {
      end++;
    }
    int query = Math.min(end + 1, url.length());
    return url.substring(0, start)
        + asterisks(url.substring(start, user))
        + url.substring(user, query)
        + asterisks(url.substring(query));
  }

  private static String asterisks(String covered) {
    return "*".repeat(covered.length());
  }
}
