using System.Security.Claims;
using System.Text;
using FlashFlow.Core.Rooms;
using FlashFlow.WebFront.Access;
using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.Limits;
using FlashFlow.WebFront.Operators;
using FlashFlow.WebFront.Shoppers;
using Microsoft.AspNetCore.Mvc;

namespace FlashFlow.WebFront.Rooms;

/// <summary>The line before a sale: shoppers join, look and leave, anybody checks the draw, and operators set the rate.</summary>
internal static class RoomEndpoints
{
    private const string Tag = "Rooms";

    public static void MapRooms(this IEndpointRouteBuilder app)
    {
        var room = app.MapGroup("/products/{productId}/room").WithTags(Tag).LimitByAddress().Refuses(Problems.UnknownProduct, Problems.NoRoom, Problems.Unavailable);
        room.MapPost("/", JoinAsync)
            .WithSummary("Joins the line, or tells where one stands who has joined: the same number and place, however often.")
            .WithDescription("Who is let in gets a pass, which goes with their order. Look at the room with GET, and join again once `admitted` has come to your place.")
            .Produces<TurnView>()
            .TakesBody()
            .OfShopper(app.ServiceProvider)
            .Refuses(Problems.ShopperMismatch, Problems.BadShopperId, Problems.NoToken, Problems.WorkNeeded, Problems.RoomNotOpen, Problems.Closed, Problems.RoomLost);
        room.MapGet("/", LookAsync)
            .WithSummary("Shows the line, the same to everybody. It may be a second old.")
            .Produces<RoomView>();
        room.MapPost("/leave", LeaveAsync)
            .WithSummary("Leaves the line, which passes over the place. Who joins again after the draw stands at the end.")
            .Produces(StatusCodes.Status204NoContent)
            .TakesBody()
            .OfShopper(app.ServiceProvider)
            .Refuses(Problems.ShopperMismatch, Problems.BadShopperId, Problems.BadReceipt);
        room.MapPost("/standby", StandByAsync)
            .WithSummary("Waits for units that come back after all was sold: they are held for the shopper, in the order of places, under the id that is told now.")
            .Produces<StandbyView>()
            .TakesBody()
            .OfShopper(app.ServiceProvider)
            .Refuses(Problems.ShopperMismatch, Problems.BadShopperId, Problems.BadQuantity, Problems.BadReceipt)
            .Refuses(Problems.NotSoldOut, Problems.HoldsNothing, Problems.Closed);
        room.MapGet("/proof", ProveAsync)
            .WithSummary("Tells all that the draw follows from, once it has been.")
            .Produces<DrawProof>()
            .Refuses(Problems.NotDrawn);
        room.MapGet("/proof/leaves", ListLeavesAsync)
            .WithSummary("Lists the leaves of the members in the order of their numbers, a line of hex each.")
            .Produces<string>(contentType: "text/plain").ShowsExample(Examples.Leaves)
            .Refuses(Problems.NotDrawn);

        var operators = app.MapProductCalls(AccessRole.Operator).WithTags(Tag).Refuses(Problems.UnknownProduct, Problems.NoRoom)
            .Refuses(Problems.Closed, Problems.LedgerIsLost, Problems.Superseded);
        operators.MapPost("/room/rate", SetRateAsync)
            .WithSummary("Changes how many are let in a minute; 0 pauses the line.")
            .Produces<SaleView>()
            .TakesBody()
            .Refuses(Problems.BadSale);
        operators.MapDelete("/room", EndAsync)
            .WithSummary("Ends the room: from now on everybody can buy. A later one of the same sale begins anew.")
            .Produces<SaleView>();
    }

    private static async Task<IResult> JoinAsync(
        string productId, JoinRequest request, HttpContext context, RoomDesk rooms, RoomWork work, ShopperAccess access, ShopperLimit limit)
    {
        var caller = access.CallerOf(context);
        var shopperId = caller.ShopperId ?? request.ShopperId;
        if (FindDefect(productId, request.ShopperId, shopperId) is { } defect)
            return defect;
        if (!limit.Allows(shopperId))
            return Problems.TooManyRequests;
        context.Response.Headers.CacheControl = "no-store";
        if (await rooms.LookAsync(productId) is not { } look)
            return Problems.NoRoom;
        if (look.Keys is null)
            return Problems.RoomLost;
        var address = context.Connection.RemoteIpAddress;
        var mayJoin = caller is not { ShopperId: null, KeyName: null } || look.Room.Joining switch
        {
            Joining.Anyone => true,
            Joining.Work => work.Takes(productId, look, shopperId, address, request.Work),
            _ => false,
        };
        return await rooms.JoinAsync(productId, shopperId, mayJoin) switch
        {
            null => Problems.NoRoom,
            { Look.Keys: null } => Problems.RoomLost,
            { Number: 0, Look.State: RoomState.NotOpen } => Problems.RoomNotOpen,
            { Number: 0, Look.State: RoomState.Closed } => Problems.Closed,
            { Number: 0 } when !mayJoin => look.Room.Joining == Joining.Tokens ? Problems.NoToken : Problems.WorkNeeded.Asking(work.Ask(productId, look, shopperId, address)),
            { Number: 0 } => Problems.RoomLost,
            var turn => TypedResults.Ok(TurnView.Of(productId, shopperId, turn, View(productId, turn.Look, rooms))),
        };
    }

    private static async Task<IResult> LookAsync(string productId, HttpContext context, RoomDesk rooms)
    {
        if (!Identifiers.IsProductId(productId))
            return Problems.UnknownProduct;
        if (await rooms.LookAsync(productId) is not { } look)
            return Problems.NoRoom;
        context.Response.Headers.CacheControl = "public, max-age=1";
        return TypedResults.Ok(View(productId, look, rooms));
    }

    private static async Task<IResult> LeaveAsync(string productId, LeaveRequest request, HttpContext context, RoomDesk rooms, ShopperAccess access)
    {
        var shopperId = access.CallerOf(context).ShopperId ?? request.ShopperId;
        if (FindDefect(productId, request.ShopperId, shopperId) is { } defect)
            return defect;
        return DrawReceipt.Parse(request.Receipt) is { } receipt && await rooms.LeaveAsync(productId, shopperId, receipt)
            ? TypedResults.NoContent()
            : Problems.BadReceipt;
    }

    private static async Task<IResult> StandByAsync(
        string productId, StandbyRequest request, HttpContext context, RoomDesk rooms, ShopperAccess access, FrontOptions options)
    {
        var caller = access.CallerOf(context);
        var shopperId = caller.ShopperId ?? request.ShopperId;
        if (FindDefect(productId, request.ShopperId, shopperId) is { } defect)
            return defect;
        if (request.Quantity < 1 || request.Quantity > options.MaxQuantity)
            return Problems.BadQuantity.With($"The quantity must be from 1 to {options.MaxQuantity}.");
        if (DrawReceipt.Parse(request.Receipt) is not { } receipt)
            return Problems.BadReceipt;
        var (standing, orderId) = await rooms.StandByAsync(productId, shopperId, receipt, request.Quantity, caller.OwnsOrders);
        return standing switch
        {
            Standing.StandsBy => TypedResults.Ok(new StandbyView(orderId, request.Quantity)),
            Standing.NotTheirs => Problems.BadReceipt,
            Standing.NotSoldOut => Problems.NotSoldOut,
            Standing.HoldsNothing => Problems.HoldsNothing.With("The product is sold at once: nobody is to pay for what they did not ask for at that moment."),
            Standing.Closed => Problems.Closed,
            _ => Problems.Unavailable,
        };
    }

    private static async Task<IResult> ProveAsync(string productId, RoomDesk rooms) =>
        !Identifiers.IsProductId(productId) ? Problems.UnknownProduct
        : await rooms.FindProofAsync(productId) is { } proof ? TypedResults.Ok(proof)
        : Problems.NotDrawn;

    private static async Task<IResult> ListLeavesAsync(string productId, RoomDesk rooms)
    {
        if (!Identifiers.IsProductId(productId))
            return Problems.UnknownProduct;
        if (await rooms.FindProofAsync(productId) is not { } proof)
            return Problems.NotDrawn;
        return TypedResults.Stream(
            async body =>
            {
                await foreach (var leaves in rooms.ReadLeavesAsync(productId, proof.Members))
                    await body.WriteAsync(Encoding.ASCII.GetBytes(string.Concat(leaves.Chunk(MerkleTree.HashSize).Select(leaf => $"{Convert.ToHexStringLower(leaf)}\n"))));
            },
            "text/plain; charset=utf-8");
    }

    private static async Task<IResult> SetRateAsync(
        string productId, RateRequest request, [FromQuery] long? epoch, ClaimsPrincipal caller, ISaleLedger ledger, ISaleOffice office, OperatorAnswers answers)
    {
        if (request.PerMinute is not (>= 0 and <= Room.MostPerMinute))
            return Problems.BadSale.With($"The perMinute of the room must be from 0 to {Room.MostPerMinute}.");
        return await ChangeAsync(productId, room => room with { PerMinute = request.PerMinute.Value }, epoch, caller, ledger, office, answers);
    }

    private static Task<IResult> EndAsync(
        string productId, [FromQuery] long? epoch, ClaimsPrincipal caller, ISaleLedger ledger, ISaleOffice office, OperatorAnswers answers) =>
        ChangeAsync(productId, _ => null, epoch, caller, ledger, office, answers);

    private static async Task<IResult> ChangeAsync(
        string productId, Func<Room, Room?> change, long? epoch, ClaimsPrincipal caller, ISaleLedger ledger, ISaleOffice office, OperatorAnswers answers)
    {
        if (await ledger.FindAsync(productId) is not { IsArchived: false } sale)
            return Problems.UnknownProduct;
        if (sale.Definition.Room is not { } room)
            return Problems.NoRoom;
        return await answers.AfterAsync(
            productId, await office.DefineAsync(sale.Definition with { Room = change(room) }, caller.Identity!.Name!, epoch ?? sale.Epoch), epoch is not null);
    }

    private static RoomView View(string productId, RoomLook look, RoomDesk rooms) => RoomView.Of(productId, look, rooms.AdmittedLately(productId));

    private static Problem? FindDefect(string productId, string? named, string shopperId) =>
        Identifiers.IsProductId(productId) ? OrderCaller.FindDefect(named, shopperId) : Problems.UnknownProduct;
}
