using FlashFlow.WebFront.Payments;
using FlashFlow.WebFront.Shoppers;
using Microsoft.AspNetCore.WebUtilities;

namespace FlashFlow.WebFront.Errors;

/// <summary>Every error the front answers, in one list.</summary>
public static class Problems
{
    private const int SoonSeconds = 1;
    private const int MinuteSeconds = 60;

    // What a sale says no with.
    public static readonly Problem SoldOut = new(409, "sold_out", "Sold Out");
    public static readonly Problem LimitReached = new(409, "limit_reached", "The limit per shopper is reached.");
    public static readonly Problem NotOpen = new(409, "not_open", "The sale has not begun.");
    public static readonly Problem Paused = new(409, "paused", "The sale is paused.");
    public static readonly Problem Closed = new(409, "closed", "The sale is closed.");
    public static readonly Problem KeyReused = new(422, "idempotency_key_reused", "This Idempotency-Key was used for another request.");
    public static readonly Problem OrderKeyReused = KeyReused.With("It was sent with an order of another quantity: nothing was ordered now.");
    public static readonly Problem CartKeyReused = KeyReused.With("It was sent with an order of other lines: nothing was ordered now.");
    public static readonly Problem HoldsNothing = new(
        422, "holds_required", "Products of several families are bought together only where each is held until it is paid for.",
        "Nothing was ordered. The product is sold at once.");
    public static readonly Problem MixedCurrencies = new(
        422, "mixed_currencies", "What is bought together must be paid in one currency.", "Nothing was ordered.");
    public static readonly Problem BadLines = new(422, "invalid_lines", "An order of several lines has 1 to 20 of them.");
    public static readonly Problem NotAdmitted = new(
        403, "not_admitted", "The line has not let this shopper in.",
        "Nothing was ordered. Join the line with POST /products/{productId}/room; who is let in gets a pass there, which goes with one order.");
    public static readonly Problem WorkNeeded = new(
        403, "work_needed", "Joining this line takes work.",
        "Find a number with which the SHA-256 of 'challenge.number' begins with at least so many zero bits, and send 'challenge.number' as work.");
    public static readonly Problem NoRoom = new(404, "no_room", "The product has no room: everybody can buy at once.");
    public static readonly Problem RoomNotOpen = new(409, "room_not_open", "The room has not opened.");
    public static readonly Problem NotDrawn = new(409, "not_drawn", "The places are not drawn, or there is no room.");
    public static readonly Problem NotSoldOut = new(409, "not_sold_out", "Units are left.", "Wait for your turn: who stands by has what comes back after all was sold.");
    public static readonly Problem BadReceipt = new(422, "invalid_receipt", "The receipt is not this shopper's.", "Joining tells it.");
    public static readonly Problem UnknownProduct = new(404, "unknown_product", "There is no such product.");
    public static readonly Problem UnknownSale = new(404, "unknown_sale", "The product has had no such sale.");
    public static readonly Problem UnknownOrder = new(404, "unknown_order", "There is no such order.");

    // What an order says no with.
    public static readonly Problem PaymentMismatch = new(
        409, "payment_mismatch", "Another payment has confirmed the order.", "Cancel or refund this one: the order stays as it is.");
    public static readonly Problem AmountMismatch = new(
        422, "amount_mismatch", "The payment is not what the order costs.", "Nothing was confirmed. The order tells its amount, in minor units, and its currency.");
    public static readonly Problem HoldExpired = new(410, "hold_expired", "The hold has expired.");
    public static readonly Problem PaymentRefused = HoldExpired.With(
        "The answer to a payment is final: capture nothing and cancel the authorisation, or refund what was paid.");
    public static readonly Problem HoldReleased = new(410, "hold_released", "The hold was released.");
    public static readonly Problem OrderCancelled = new(410, "order_cancelled", "The order was cancelled.");
    public static readonly Problem AlreadyConfirmed = new(409, "already_confirmed", "The order is confirmed already.");
    public static readonly Problem NotConfirmed = new(
        409, "not_confirmed", "The order is not confirmed.", "A hold is not cancelled but released.");
    public static readonly Problem HoldLimitReached = new(409, "hold_limit_reached", "The hold has lasted as long as the sale allows.");
    public static readonly Problem TooLate = new(409, "too_late", "The order can no longer be cancelled.");
    public static readonly Problem CancelKeyReused = KeyReused.With("It was sent with a cancel of other units: nothing was cancelled now.");

    // What the engine says no with, for a while.
    public static readonly Problem Suspended = new(
        503, "suspended", "The sale is suspended.", "Its stock counter lost data and sells nothing until an operator has looked at it.", retryAfterSeconds: 30);
    public static readonly Problem RoomLost = new(
        503, "room_lost", "The line waits for its operator.", "The sale is suspended, or the data of its room are lost.", retryAfterSeconds: 30);
    public static readonly Problem Unknown = new(
        503, "outcome_unknown", "The stock counter did not answer in time.",
        "The order may or may not be accepted: ask for it at the Location, or send the same request with the same Idempotency-Key again.", SoonSeconds);
    public static readonly Problem Unavailable = new(503, "unavailable", "The sale cannot answer now.", "Nothing was ordered. Try again soon.", SoonSeconds);
    public static readonly Problem Overloaded = new(503, "overloaded", "Too many buys are waiting.", "Nothing was ordered. Try again soon.", SoonSeconds);

    // The same of an order that was to be changed.
    public static readonly Problem ChangeUnknown = Unknown.With(
        "The order may or may not be changed: send the same request again, with the same Idempotency-Key if it had one.");
    public static readonly Problem ChangeUnavailable = Unavailable.With("Nothing was changed. Try again soon.");
    public static readonly Problem ChangeOverloaded = Overloaded.With("Nothing was changed. Try again soon.");

    // One call too many. A second later at least one more may be made.
    public static readonly Problem TooManyRequests = new(
        429, "too_many_requests", "Too many requests.", "Nothing was ordered. Try again soon.", SoonSeconds);

    // A minute later nothing is counted any more.
    public static readonly Problem TooManyWrongKeys = new(
        429, "too_many_wrong_keys", "Too many wrong keys were shown from this address.", "Nothing was done. A right key is taken all the same.", MinuteSeconds);

    public static readonly Problem InternalError = new(500, "internal_error", "Something went wrong here.", "It was logged. The order, if there was one, can be asked for again with its Idempotency-Key.");

    // What a request gets wrong.
    public static readonly Problem BadRequest = new(400, "bad_request", "The request cannot be read.");
    public static readonly Problem BadIdempotencyKey = new(
        400, "invalid_idempotency_key", $"An Idempotency-Key has 1 to {Identifiers.MaxKeyLength} visible ASCII characters.");
    public static readonly Problem BadShopperId = new(
        422, "invalid_shopper_id", $"A shopperId has 1 to {Identifiers.MaxLength} of the characters A-Z a-z 0-9 . _ - : @ +");
    public static readonly Problem BadProductId = new(
        422, "invalid_product_id", $"A product id has 1 to {Identifiers.MaxLength} of the characters a-z 0-9 . _ - and begins with a letter or digit.");
    public static readonly Problem BadQuantity = new(422, "invalid_quantity", "The quantity is out of range.");
    public static readonly Problem FewerUnitsLeft = BadQuantity.With("The order has fewer units left: nothing was cancelled now.");
    public static readonly Problem BadPayment = new(422, "invalid_payment", "The payment cannot be one.");
    public static readonly Problem BadSale = new(422, "invalid_sale", "The sale definition is invalid.");
    public static readonly Problem BadTime = new(422, "invalid_time", "The time does not say its zone.");
    public static readonly Problem BadPage = new(422, "invalid_page", "There is no such page.");
    public static readonly Problem EventsPruned = new(
        410, "events_pruned", "Events that were to follow are not kept any more.", "Take the orders that are kept from the exports, and read the feed from where it is kept.");
    public static readonly Problem OrdersPruned = new(
        410, "orders_pruned", "The orders of the sale are not kept any more.", "How many there were is told by GET /products/{productId}/sales.");
    public static readonly Problem UnknownWebhook = new(404, "unknown_webhook", "There is no such webhook.");
    public static readonly Problem BadWebhook = new(422, "invalid_webhook", "No webhook can be like this.");
    public static readonly Problem BodyTooSlow = new(408, "body_too_slow", "The body did not arrive in time.");
    public static readonly Problem BodyTooLarge = new(413, "body_too_large", $"The body is larger than {Front.MaxBodyBytes} bytes.");
    public static readonly Problem EventTooLarge = new(413, "body_too_large", $"The event is larger than {StripeEndpoint.MaxEventBytes} bytes.");
    public static readonly Problem BadSignature = new(
        400, "invalid_signature", "The event is not signed as agreed.",
        "Stripe-Signature must be made with the secret of this webhook, not long ago, and of the body as it is sent.");
    public static readonly Problem NotJson = new(415, "not_json", "The body must be JSON, with Content-Type: application/json.");

    // What shoppers hear where they are known by tokens.
    public static readonly Problem NoToken = new(
        401, "token_required", "This call needs a shopper's token.", "Sign in at the shop, and send its token as Authorization: Bearer <token>.");
    public static readonly Problem UnreadableToken = new(
        401, "invalid_token", "The token is not good.", "It is no token of the shop, and no key that opens anything.");
    public static readonly Problem RepeatedToken = UnreadableToken.With("The header 'Authorization' was sent more than once.");
    public static readonly Problem TokenTooLong = UnreadableToken.With($"It has more than {ShopperTokens.MaxBytes} bytes.");
    public static readonly Problem TokenNotSigned = UnreadableToken.With("It is not signed by the shop with one of the keys that hold now.");
    public static readonly Problem TokenForOthers = UnreadableToken.With("Its iss or its aud is another than what is agreed here.");
    public static readonly Problem TokenOutOfTime = UnreadableToken.With(
        $"It has expired, is from the future, says no exp, or lasts longer than {ShopperTokens.MaxLife.TotalMinutes} minutes.");
    public static readonly Problem TokenWithoutShopper = UnreadableToken.With(
        $"Its sub is no shopper id: 1 to {Identifiers.MaxLength} of the characters A-Z a-z 0-9 . _ - : @ +");
    public static readonly Problem ShopperMismatch = new(
        403, "shopper_mismatch", "The token is another shopper's.", "The shopperId must be absent, or be the sub of the token. Nothing was ordered.");

    // What shops and operators hear.
    public static readonly Problem NoKey = new(
        401, "key_required", "This call needs a key.", "Send it as Authorization: Bearer <key>.");
    public static readonly Problem NoShopKey = NoKey.With("Send one of the shop as Authorization: Bearer <key>.");
    public static readonly Problem NoOperatorKey = new(
        401, "operator_key_required", "This call needs the operator key.", "Send it as Authorization: Bearer <key>.");
    public static readonly Problem NoViewerKey = NoOperatorKey.With("Send it, or one of a viewer, as Authorization: Bearer <key>.");
    public static readonly Problem Forbidden = new(403, "forbidden", "This key does not open the call.", "Its role is another than the call needs: GET /access tells it.");
    public static readonly Problem NotFromHere = new(403, "loopback_only", "Demo endpoints accept loopback requests only.");
    public static readonly Problem PaymentDeclined = new(
        402, "payment_declined", "The payment was declined.", "Nothing was taken, and the hold stays as it is.");
    public static readonly Problem PaymentTimeout = new(
        504, "payment_timeout", "The payment provider of the demo did not answer in time.", "Nobody knows whether the payment was authorised.");
    public static readonly Problem StockIsFixed = new(
        409, "stock_is_fixed", "The sale has begun with another stock.", "Add units with /restock, or start a new sale with ?reset=true.");
    public static readonly Problem FamilyIsFixed = new(
        409, "family_is_fixed", "The product has had a sale in another family, or in none.", "A product stays where it is: give the new one another id.");
    public static readonly Problem LedgerIsLost = new(
        409, "ledger_lost", "The stock counter lost data of this product's sale, which is suspended.",
        "Make the counter anew from the stored orders with ./flashflow rebuild, or start a new sale with ?reset=true.");
    public static readonly Problem NotOver = new(
        409, "not_over", "The sale is not over.", "A product is archived once its sale is closed or the time for it has passed.");
    public static readonly Problem HoldsRemain = new(
        409, "holds_remain", "Units of the sale are held by shoppers who pay.", "Pause the sale and wait until their holds have ended.");
    public static readonly Problem Superseded = new(409, "superseded", "Somebody else started a sale of this product at the same time.");

    public static readonly Problem UnknownLetter = new(404, "unknown_letter", "There is no such dead letter.");
    public static readonly Problem LetterDecided = new(
        409, "letter_decided", "Somebody has decided about this letter.", "It was replayed or discarded before. One that is replayed in vain waits again.");

    // What a rebuild says no with.
    public static readonly Problem NotSuspended = new(
        409, "not_suspended", "The sale is not suspended.", "Its ledger knows of every order that is stored or on its way: there is nothing to rebuild.");
    public static readonly Problem RebuildIncomplete = new(409, "rebuild_incomplete", "Not all that happened to the sale was found.");
    public static readonly Problem RebuildImpossible = new(409, "rebuild_impossible", "What is left is not enough to make the ledger anew.");

    /// <summary>Why a buy did not get an order.</summary>
    public static Problem For(OrderOutcome outcome) => outcome switch
    {
        OrderOutcome.SoldOut => SoldOut,
        OrderOutcome.LimitReached => LimitReached,
        OrderOutcome.NotOpen => NotOpen,
        OrderOutcome.Paused => Paused,
        OrderOutcome.Closed => Closed,
        OrderOutcome.KeyReused => OrderKeyReused,
        OrderOutcome.NotAdmitted => NotAdmitted,
        OrderOutcome.UnknownProduct => UnknownProduct,
        OrderOutcome.HoldsNothing => HoldsNothing,
        OrderOutcome.MixedCurrencies => MixedCurrencies,
        OrderOutcome.Suspended => Suspended,
        OrderOutcome.Unknown => Unknown,
        OrderOutcome.Overloaded => Overloaded,
        // A buy named under an earlier sale again and again: sales are being started faster than the buy gets through.
        OrderOutcome.Unavailable or OrderOutcome.StaleEpoch => Unavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not a refusal."),
    };

    /// <summary>Why an order was not changed.</summary>
    public static Problem ForChange(OrderChange change, OrderOutcome outcome) => outcome switch
    {
        OrderOutcome.HoldExpired when change is OrderChange.Confirm => PaymentRefused,
        OrderOutcome.UnknownOrder => UnknownOrder,
        OrderOutcome.PaymentMismatch => PaymentMismatch,
        OrderOutcome.AmountMismatch => AmountMismatch,
        OrderOutcome.HoldExpired => HoldExpired,
        OrderOutcome.HoldReleased => HoldReleased,
        OrderOutcome.Cancelled => OrderCancelled,
        OrderOutcome.AlreadyConfirmed => AlreadyConfirmed,
        OrderOutcome.NotConfirmed => NotConfirmed,
        OrderOutcome.HoldLimitReached => HoldLimitReached,
        OrderOutcome.TooLate => TooLate,
        OrderOutcome.TooManyUnits => FewerUnitsLeft,
        OrderOutcome.KeyReused => CancelKeyReused,
        OrderOutcome.UnknownProduct => UnknownProduct,
        OrderOutcome.Suspended => Suspended,
        OrderOutcome.Unknown => ChangeUnknown,
        OrderOutcome.Unavailable => ChangeUnavailable,
        OrderOutcome.Overloaded => ChangeOverloaded,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No refusal of a change."),
    };

    /// <summary>A problem for a bare status code.</summary>
    public static Problem ForStatus(int status) => status switch
    {
        StatusCodes.Status404NotFound => new(404, "not_found", "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => new(405, "method_not_allowed", "This address does not answer this method."),
        StatusCodes.Status408RequestTimeout => BodyTooSlow,
        StatusCodes.Status413PayloadTooLarge => BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => NotJson,
        _ => new(status, status < 500 ? "bad_request" : "internal_error", ReasonPhrases.GetReasonPhrase(status)),
    };
}
