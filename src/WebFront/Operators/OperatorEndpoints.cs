using System.Security.Claims;
using FlashFlow.Core.Auditing;
using FlashFlow.WebFront.Access;
using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Limits;
using FlashFlow.WebFront.Errors;
using Microsoft.AspNetCore.Mvc;

namespace FlashFlow.WebFront.Operators;

/// <summary>The operator's calls: define a sale, restock, pause, resume, close, archive, look at the books and at who did what.</summary>
internal static class OperatorEndpoints
{
    // Why a sale is not paused, resumed or closed.
    private static readonly Problem[] NotChanged = [Problems.Closed, Problems.LedgerIsLost, Problems.Superseded];

    public static void MapOperators(this IEndpointRouteBuilder app)
    {
        var product = app.MapProductCalls(AccessRole.Operator).Refuses(Problems.UnknownProduct);
        product.MapPut("/", DefineAsync)
            .WithSummary("Starts a product's sale, or changes name, price, window, limit, holds and room of the running one.")
            .Produces<SaleView>(StatusCodes.Status201Created)
            .Produces<SaleView>()
            .TakesBody()
            .Refuses(Problems.BadSale, Problems.BadTime, Problems.StockIsFixed, Problems.FamilyIsFixed, Problems.Closed, Problems.HoldsRemain, Problems.LedgerIsLost, Problems.Superseded);
        product.MapPost("/restock", RestockAsync).WithSummary("Adds units.").Produces<SaleView>().TakesBody()
            .Refuses(Problems.BadIdempotencyKey, Problems.BadQuantity, Problems.KeyReused, Problems.Closed, Problems.LedgerIsLost, Problems.Superseded);
        product.MapPost("/pause", PauseAsync).WithSummary("Sells nothing until resumed.").Produces<SaleView>().Refuses(NotChanged);
        product.MapPost("/resume", ResumeAsync).WithSummary("Sells again.").Produces<SaleView>().Refuses(NotChanged);
        product.MapPost("/close", CloseAsync).WithSummary("Ends the sale for good.").Produces<SaleView>().Refuses(NotChanged);
        product.MapDelete("/", ArchiveAsync)
            .WithSummary("Archives a product whose sale is over: it leaves the list of products, and its orders stay. The same again changes nothing.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(Problems.NotOver, Problems.HoldsRemain, Problems.LedgerIsLost, Problems.Superseded);

        var looks = app.MapProductCalls(AccessRole.Viewer).Refuses(Problems.UnknownProduct);
        looks.MapGet("/history", ShowHistoryAsync)
            .WithSummary("Shows what operators did to the product's sale, and when.")
            .Produces<SaleEvent[]>();
        looks.MapGet("/audit", AuditAsync).WithSummary("Shows the books of the product's sales.").Produces<Books[]>();
    }

    private static async Task<IResult> DefineAsync(
        string productId,
        SaleRequest request,
        [FromQuery] bool? reset,
        [FromQuery] long? epoch,
        ClaimsPrincipal caller,
        FrontOptions options,
        ISaleLedger ledger,
        ISaleOffice office,
        OperatorAnswers answers)
    {
        if (request.FindDefect(productId, options) is { } defect)
            return Problems.BadSale.With(defect);

        var definition = request.ToDefinition(productId);
        if (await answers.FindDefectOfFamilyAsync(definition) is { } refusal)
            return refusal;
        if (reset == true)
            return await StartAsync(definition, caller.Identity!.Name!, epoch, office, answers);

        // A line ends when an operator ends it, and not when somebody who does not know of it changes the price.
        if (definition.Room is null && await ledger.FindAsync(productId) is { IsArchived: false, Definition.Room: { } room })
            definition = definition with { Room = room };
        return await answers.AfterAsync(productId, await office.DefineAsync(definition, caller.Identity!.Name!, epoch), isMeant: epoch is not null);
    }

    private static async Task<IResult> StartAsync(SaleDefinition definition, string by, long? epoch, ISaleOffice office, OperatorAnswers answers)
    {
        // Asked first, so that nothing is written for a sale that cannot begin.
        if (await answers.FindHoldsAsync(definition.ProductId) is { } holds)
            return holds;
        return await office.StartAsync(definition, by, epoch) is not null
            ? await answers.CreatedAsync(definition.ProductId)
            : await answers.FindHoldsAsync(definition.ProductId) ?? (epoch is null ? Problems.Superseded : OperatorAnswers.Superseded);
    }

    private static async Task<IResult> RestockAsync(
        string productId,
        RestockRequest request,
        [FromHeader(Name = SingleParameters.IdempotencyKey)] string? idempotencyKey,
        [FromQuery] long? epoch,
        ClaimsPrincipal caller,
        ISaleLedger ledger,
        ISaleOffice office,
        OperatorAnswers answers)
    {
        if (request.Units is < 1 or > SaleDefinition.MaxStock)
            return Problems.BadQuantity.With($"The units must be from 1 to {SaleDefinition.MaxStock}.");
        if (idempotencyKey is not null && !Identifiers.IsIdempotencyKey(idempotencyKey))
            return Problems.BadIdempotencyKey;
        var meant = epoch ?? await FindEpochAsync(productId, ledger);
        return await answers.AfterAsync(
            productId, await office.RestockAsync(productId, meant, request.Units, idempotencyKey, caller.Identity!.Name!));
    }

    private static Task<IResult> PauseAsync(
        string productId, [FromQuery] long? epoch, ClaimsPrincipal caller, ISaleLedger ledger, ISaleOffice office, OperatorAnswers answers) =>
        SetStateAsync(productId, SaleState.Paused, epoch, caller, ledger, office, answers);

    private static Task<IResult> ResumeAsync(
        string productId, [FromQuery] long? epoch, ClaimsPrincipal caller, ISaleLedger ledger, ISaleOffice office, OperatorAnswers answers) =>
        SetStateAsync(productId, SaleState.Open, epoch, caller, ledger, office, answers);

    private static Task<IResult> CloseAsync(
        string productId, [FromQuery] long? epoch, ClaimsPrincipal caller, ISaleLedger ledger, ISaleOffice office, OperatorAnswers answers) =>
        SetStateAsync(productId, SaleState.Closed, epoch, caller, ledger, office, answers);

    private static async Task<IResult> ArchiveAsync(
        string productId, [FromQuery] long? epoch, ClaimsPrincipal caller, ISaleLedger ledger, ISaleOffice office, OperatorAnswers answers)
    {
        var meant = epoch ?? await FindEpochAsync(productId, ledger);
        return answers.AfterArchiving(productId, await office.ArchiveAsync(productId, meant, caller.Identity!.Name!));
    }

    private static async Task<IResult> SetStateAsync(
        string productId, SaleState state, long? epoch, ClaimsPrincipal caller, ISaleLedger ledger, ISaleOffice office, OperatorAnswers answers)
    {
        var meant = epoch ?? await FindEpochAsync(productId, ledger);
        return await answers.AfterAsync(productId, await office.SetStateAsync(productId, meant, state, caller.Identity!.Name!));
    }

    // Who names no sale means the one that runs now: from here on a call that is held up on its way does not reach a later one.
    private static async Task<long> FindEpochAsync(string productId, ISaleLedger ledger) =>
        await ledger.FindAsync(productId) is { } sale ? sale.Epoch : 0;

    private static async Task<IResult> ShowHistoryAsync(string productId, ISaleOffice office) =>
        await office.FindRecordAsync(productId) is { } record ? TypedResults.Ok(record.History) : Problems.UnknownProduct;

    private static async Task<IResult> AuditAsync(string productId, Auditor auditor, CancellationToken cancellation)
    {
        var books = await auditor.AuditAsync(productId, cancellation);
        return books.Count == 0 ? Problems.UnknownProduct : TypedResults.Ok(books);
    }
}
