using System.Text.Json;
using System.Text.Json.Nodes;
using FlashFlow.Core.Auditing;
using FlashFlow.Core.Rooms;
using FlashFlow.Infrastructure.Postgres.Feed;
using FlashFlow.WebFront.Access;
using FlashFlow.WebFront.Demo;
using FlashFlow.WebFront.Feed;
using FlashFlow.WebFront.Operators;
using FlashFlow.WebFront.Operators.Activity;
using FlashFlow.WebFront.Operators.DeadLetters;
using FlashFlow.WebFront.Operators.Orders;
using FlashFlow.WebFront.Operators.Rebuilding;
using FlashFlow.WebFront.Operators.Sales;
using FlashFlow.WebFront.Orders;
using FlashFlow.WebFront.Orders.Carts;
using FlashFlow.WebFront.Payments;
using FlashFlow.WebFront.Products;
using FlashFlow.WebFront.Rooms;
using FlashFlow.WebFront.Webhooks;

namespace FlashFlow.WebFront.Documentation;

/// <summary>One example of each request and answer, for the OpenAPI document.</summary>
internal static class Examples
{
    private const string Euro = "EUR";
    private const string PaymentRef = "pi_3Q9example";

    private static readonly DateTimeOffset Opens = new(2030, 1, 1, 10, 0, 0, TimeSpan.Zero);

    private static readonly Guid OrderId = new("0190b6a5-1111-7222-8333-444444444444");

    /// <summary>An order that waits for its payment.</summary>
    public static readonly OrderView Held = new(OrderId, "held") { ExpiresAt = Opens.AddMinutes(5), ExpiresInMs = 300_000, Amount = 49_990, Currency = Euro };

    /// <summary>An order of two lines that waits for its payment.</summary>
    public static readonly OrderView HeldCart = Held with
    {
        Amount = 52_480,
        Lines = [new("phone-5", 1), new("case-5", 1)],
        Orders =
        [
            Held with { OrderId = new("0190b6a5-1111-7222-8333-555555555555"), ProductId = "case-5", Quantity = 1, Amount = 2_490 },
            Held with { OrderId = new("0190b6a5-1111-7222-8333-666666666666"), ProductId = "phone-5", Quantity = 1 },
        ],
    };

    /// <summary>The same once it is paid for, as the shop sees it.</summary>
    public static readonly OrderView Confirmed = new(OrderId, "confirmed") { Amount = 49_990, Currency = Euro, PaymentRef = PaymentRef };

    /// <summary>The same in the database, as its shopper sees it.</summary>
    public static readonly OrderView Stored = new(OrderId, "confirmed") { Quantity = 1, Amount = 49_990, Currency = Euro, Stored = true };

    /// <summary>The same given up before it was paid for.</summary>
    public static readonly OrderView Released = new(OrderId, "released") { Amount = 49_990, Currency = Euro };

    /// <summary>The same undone after it was paid for.</summary>
    public static readonly OrderView Cancelled = new(OrderId, "cancelled") { Amount = 49_990, Currency = Euro, PaymentRef = PaymentRef, Cancelled = 1 };

    private static readonly StoredOrderView Listed = new(
        "phone-5", 7, OrderId, 1, "ada", 1, "confirmed", 49_990, Euro, PaymentRef, Reinstated: false, Cancelled: 0, ExpiresAt: null, Opens);

    /// <summary>The same with its life, as an operator sees it.</summary>
    public static readonly StoredOrderView Told = Listed with
    {
        Life =
        [
            new(1, Opens, "held", By: null, new() { Units = 1 }),
            new(4, Opens.AddMinutes(2), "confirmed", "webshop", new() { PaymentRef = PaymentRef }),
        ],
    };

    /// <summary>What is left of a dead letter that was replayed.</summary>
    public static readonly DecidedLetterView Replayed = new("1f0c9a2e", "replayed");

    /// <summary>The beginning of an export.</summary>
    public const string Csv =
        "productId,epoch,orderId,position,shopperId,quantity,status,amount,currency,paymentRef,reinstated,cancelled,expiresAt,acceptedAt\r\n"
        + "phone-5,7,0190b6a5-1111-7222-8333-444444444444,1,ada,1,confirmed,49990,EUR,pi_3Q9example,false,0,,2030-01-01T10:00:00.0000000Z\r\n";

    /// <summary>A line of an export.</summary>
    public static readonly string JsonLine = JsonSerializer.Serialize(Listed, FrontJson.Default.StoredOrderView) + "\n";

    private static readonly SaleView RunningSale = new(
        "phone-5", 7, "Phone 5", "open", 100, 0, 99, 1, 1, 1, 0, 0, 499.90m, Euro, 300, 600, Opens.AddDays(14), 60, 2, Opens, Opens.AddHours(2), null, Opens);

    private static readonly DeadLetterView Letter = new(
        "1f0c9a2e", new('0', 64), "orders_quantity_check: the quantity is 0", Opens, Opens, 1, IsReadable: true, Orders: 1, Units: 0, Transitions: 0, ["phone-5"]);

    private static readonly ProductView Product = new(
        "phone-5", "Phone 5", 499.90m, "open", 99, 2, Opens, Opens.AddHours(2), Euro, 1, 300, Opens.AddDays(14), 7, Opens.AddMinutes(5));

    private static readonly LiveView Live = new("open", 99, 7)
    {
        Price = 499.90m, Held = 1, NextDeadline = Opens.AddMinutes(5), OpensAt = Opens, ClosesAt = Opens.AddHours(2),
    };

    private static readonly Books SomeBooks = new()
    {
        ProductId = "phone-5",
        Epoch = 7,
        IsCurrent = true,
        Initial = 100,
        Added = 0,
        Remaining = 99,
        Accepted = new(1, 1),
        Outbox = default,
        Stored = new(1, 1),
        Dead = default,
    };

    private static readonly FeedEvent Happened = new()
    {
        Type = FeedEventTypes.Confirmed,
        ProductId = "phone-5",
        Epoch = 7,
        Seq = 4,
        At = Opens.AddMinutes(2),
        OrderId = OrderId,
        Position = 1,
        ShopperId = "ada",
        Quantity = 1,
        Status = "confirmed",
        Amount = 49_990,
        Currency = Euro,
        PaymentRef = PaymentRef,
        By = "webshop",
    };

    private static readonly EndpointView Endpoint = new(
        "shop", "https://shop.example/flashflow", ["order.confirmed"], "active", Reason: null, Secrets: 1, Opens, Behind: 0, Since: null, Failing: 0, Stopped: 0, Failure: null, NextTry: null);

    private static readonly RebuildView SomePlan = new()
    {
        ProductId = "phone-5",
        Epoch = 7,
        Reason = "the ledger has lost sale 7, which had come to transition 1",
        Since = Opens.AddMinutes(5),
        State = "open",
        Initial = 100,
        Added = 0,
        Stored = new(1, 1),
        Discarded = default,
        Dead = default,
        Outbox = default,
        Accepted = new(1, 1),
        Returned = 0,
        Held = 0,
        Lapsed = 0,
        Sold = 1,
        Remaining = 99,
        Missing = 0,
        MissingSeqs = [],
        Waiting = 0,
        GraceSeconds = 60,
        IsComplete = true,
    };

    /// <summary>The leaves of a room with one member.</summary>
    public const string Leaves = "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925\n";

    private const string Receipt = "17.00112233445566778899aabbccddeeff";

    private static readonly RoomView Line = new(
        "phone-5", 7, "moving", Opens.AddMinutes(-15), Opens, "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925", 4_812, 4_790, 120, 18, 2, 1, 99, 0, 600, 120,
        12.5, 1, 18, Opens.AddSeconds(12));

    private static readonly object[] All =
    [
        new OrderRequest(1, "ada"),
        new CartRequest([new("phone-5", 1), new("case-5", 1)], "ada"),
        new OrderView(OrderId, "confirmed"),
        new ConfirmRequest(PaymentRef, 49_990, Euro),
        new CancelRequest(1),
        Product,
        new[] { Product },
        new SaleRequest("Phone 5", 100, 499.90m, 2, Opens, Opens.AddHours(2), Euro, 300, 600, Opens.AddDays(14), 60),
        RunningSale,
        new[] { RunningSale },
        new PastSaleView[] { new(7, "Phone 5", "open", 499.90m, Euro, 100, 0, Opens.AddDays(-1), 1, 1, null) },
        new[] { Listed },
        new SaleFeedView("phone-5", 7, [Happened], 4, 4),
        new FeedView([Happened with { Id = "r12.4" }], "r12.4"),
        new WebhookRequest("https://shop.example/flashflow", ["order.confirmed"]),
        Endpoint,
        new[] { Endpoint },
        new TestView("msg_0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
        new ActivityView("phone-5", Opens.AddSeconds(3), 2, [new(Opens, 1, 0, 0, 0, 0.9, 1.3)]),
        Letter with { Text = "{\"version\":1}" },
        new[] { Letter },
        new DecidedLetterView("1f0c9a2e", "discarded"),
        SomePlan,
        new AccessView("grace", "operator"),
        new RestockRequest(50),
        new SaleEvent[] { new(Opens.AddDays(-1), "operator", "started", 100) },
        new[] { SomeBooks },
        new DemoView("demo", 8, 100),
        new DemoPaymentRequest(49_990, Euro, "late", OrderId),
        new DemoPaymentView("demo_0f1e2d3c4b5a69788796a5b4", "authorised"),
        new DemoShopPayment("authorise"),
        new JoinRequest("ada"),
        new LeaveRequest(Receipt, "ada"),
        new StandbyRequest(Receipt, 1, "ada"),
        new StandbyView(OrderId, 1),
        new RateRequest(600),
        Line,
        new TurnView("in", 17, Receipt, Line) { Place = 3, Pass = "3.1893492120000.3q2-7wAAAAAAAAAAAAAAAA", PassExpiresAt = Opens.AddMinutes(2), PassExpiresInMs = 120_000 },
        DrawProof.Of("phone-5", 7, Convert.FromHexString(new string('0', 64)), "", []),
        new WebhookView("returned") { OrderId = OrderId, Code = "hold_expired" },
    ];

    /// <summary>The example of a type; null where there is none.</summary>
    /// <param name="type">The type of a body.</param>
    /// <param name="json">How the front writes JSON.</param>
    public static JsonNode? Of(Type? type, JsonSerializerOptions json) => All.FirstOrDefault(example => example.GetType() == type) is { } found
        ? JsonSerializer.SerializeToNode(found, found.GetType(), json)
        : type == typeof(LiveView) ? $"data: {JsonSerializer.Serialize(Live, FrontJson.Default.LiveView)}\n\n" : null;
}
