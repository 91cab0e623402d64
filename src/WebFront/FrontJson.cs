using System.Text.Json;
using System.Text.Json.Serialization;
using FlashFlow.Core.Auditing;
using FlashFlow.Core.Rooms;
using FlashFlow.WebFront.Access;
using FlashFlow.WebFront.Demo;
using FlashFlow.WebFront.Feed;
using FlashFlow.WebFront.Operators;
using FlashFlow.WebFront.Operators.Activity;
using FlashFlow.WebFront.Operators.DeadLetters;
using FlashFlow.WebFront.Operators.Export;
using FlashFlow.WebFront.Operators.Orders;
using FlashFlow.WebFront.Operators.Rebuilding;
using FlashFlow.WebFront.Operators.Sales;
using FlashFlow.WebFront.Orders;
using FlashFlow.WebFront.Orders.Carts;
using FlashFlow.WebFront.Payments;
using FlashFlow.WebFront.Products;
using FlashFlow.WebFront.Rooms;
using FlashFlow.WebFront.Webhooks;

namespace FlashFlow.WebFront;

/// <summary>How the front reads and writes JSON: strictly, so that a misspelt member is told rather than ignored.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(OrderRequest))]
[JsonSerializable(typeof(CartRequest))]
[JsonSerializable(typeof(OrderView))]
[JsonSerializable(typeof(ConfirmRequest))]
[JsonSerializable(typeof(CancelRequest))]
[JsonSerializable(typeof(ProductView))]
[JsonSerializable(typeof(ProductView[]))]
[JsonSerializable(typeof(SaleRequest))]
[JsonSerializable(typeof(SaleView))]
[JsonSerializable(typeof(SaleView[]))]
[JsonSerializable(typeof(PastSaleView[]))]
[JsonSerializable(typeof(StoredOrderView))]
[JsonSerializable(typeof(StoredOrderView[]))]
[JsonSerializable(typeof(ExportTotals))]
[JsonSerializable(typeof(SaleFeedView))]
[JsonSerializable(typeof(FeedView))]
[JsonSerializable(typeof(WebhookRequest))]
[JsonSerializable(typeof(EndpointView))]
[JsonSerializable(typeof(EndpointView[]))]
[JsonSerializable(typeof(TestView))]
[JsonSerializable(typeof(WebhookTest))]
[JsonSerializable(typeof(ActivityView))]
[JsonSerializable(typeof(DeadLetterView))]
[JsonSerializable(typeof(DeadLetterView[]))]
[JsonSerializable(typeof(DecidedLetterView))]
[JsonSerializable(typeof(RebuildView))]
[JsonSerializable(typeof(AccessView))]
[JsonSerializable(typeof(RestockRequest))]
[JsonSerializable(typeof(IReadOnlyList<SaleEvent>))]
[JsonSerializable(typeof(LiveView))]
[JsonSerializable(typeof(IReadOnlyList<Books>))]
[JsonSerializable(typeof(DemoView))]
[JsonSerializable(typeof(DemoPaymentRequest))]
[JsonSerializable(typeof(DemoPaymentView))]
[JsonSerializable(typeof(DemoShopPayment))]
[JsonSerializable(typeof(WebhookView))]
[JsonSerializable(typeof(JoinRequest))]
[JsonSerializable(typeof(LeaveRequest))]
[JsonSerializable(typeof(StandbyRequest))]
[JsonSerializable(typeof(StandbyView))]
[JsonSerializable(typeof(RateRequest))]
[JsonSerializable(typeof(RoomView))]
[JsonSerializable(typeof(TurnView))]
[JsonSerializable(typeof(DrawProof))]
internal sealed partial class FrontJson : JsonSerializerContext
{
    public static void Configure(JsonSerializerOptions options)
    {
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new ZonedTimeConverter());
        options.TypeInfoResolverChain.Insert(0, Default);
    }
}
