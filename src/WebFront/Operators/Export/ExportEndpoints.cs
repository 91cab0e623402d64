using System.Buffers;
using System.Security.Cryptography;
using FlashFlow.Infrastructure.Postgres;
using FlashFlow.WebFront.Access;
using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.Operators.Orders;
using Microsoft.AspNetCore.Mvc;

namespace FlashFlow.WebFront.Operators.Export;

/// <summary>Lets operators take all orders of a sale away: each written as it is read, so that a million of them take no more memory than ten.</summary>
internal static class ExportEndpoints
{
    private const int BytesAtOnce = 32 * 1024;

    private static readonly CsvFormat Csv = new();
    private static readonly JsonLinesFormat JsonLines = new();

    public static void MapExport(this IEndpointRouteBuilder app)
    {
        var sale = app.MapProductCalls(AccessRole.Viewer).MapGroup("/sales/{epoch}")
            .WithDescription(
                "In order of their positions, as they are at the moment at which the answer begins. The last line has the totals of all of them, and the "
                + "SHA-256 of the whole file before it. An answer that breaks off is gone on with by `after`, the last position that was read whole: "
                + "orders up to it are left out, and so is the line with the names of the columns. The last line then still tells of the whole file: "
                + "where the hash of the pieces differs, an order has changed meanwhile.")
            .Refuses(Problems.UnknownSale, Problems.OrdersPruned, Problems.BadPage);
        sale.MapGet("/orders.csv", ExportCsvAsync)
            .WithSummary("Exports all stored orders of a sale as comma-separated values (RFC 4180).")
            .Produces<string>(contentType: "text/csv").ShowsExample(Examples.Csv);
        sale.MapGet("/orders.jsonl", ExportJsonLinesAsync)
            .WithSummary("Exports all stored orders of a sale as JSON Lines.")
            .Produces<string>(contentType: JsonLines.ContentType).ShowsExample(Examples.JsonLine);
    }

    private static Task<IResult> ExportCsvAsync(
        string productId, long epoch, HttpContext context, PostgresReports reports, IHostApplicationLifetime lifetime, [FromQuery] long after = 0) =>
        ExportAsync(Csv, productId, epoch, after, context, reports, lifetime);

    private static Task<IResult> ExportJsonLinesAsync(
        string productId, long epoch, HttpContext context, PostgresReports reports, IHostApplicationLifetime lifetime, [FromQuery] long after = 0) =>
        ExportAsync(JsonLines, productId, epoch, after, context, reports, lifetime);

    private static async Task<IResult> ExportAsync(
        OrderFormat format, string productId, long epoch, long after, HttpContext context, PostgresReports reports, IHostApplicationLifetime lifetime)
    {
        if (after < 0)
            return Problems.BadPage.With("An export goes on after a position, which is 0 or more.");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        if (await reports.FindSaleAsync(productId, epoch, end.Token) is not { } sale)
            return Problems.UnknownSale;
        if (sale.PrunedAt is not null)
            return Problems.OrdersPruned;

        await using var export = await reports.OpenExportAsync(productId, epoch, end.Token);
        context.Response.ContentType = format.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{productId}-{epoch}.{format.Ending}\"";
        try
        {
            // Whoever goes on far behind the beginning waits long for the first line, and knows that it comes.
            await context.Response.StartAsync(end.Token);
            await WriteAsync(export, format, after, context.Response, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // An answer that ends as if it were whole would be taken for all orders.
            context.Abort();
        }

        return Results.Empty;
    }

    private static async Task WriteAsync(OrderExport export, OrderFormat format, long after, HttpResponse response, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var totals = new ExportTotals { Seq = export.Seq };
        var lines = new ArrayBufferWriter<byte>(BytesAtOnce);
        format.Begin(lines);

        // Whoever goes on after a position has all up to it: of that only totals and hash are made, so that they are those of the whole.
        var isSent = after == 0;
        while (await export.NextAsync(cancellation) is { } order)
        {
            if (!isSent && order.Order.Position > after)
            {
                await TakeAsync();
                isSent = true;
            }

            var view = StoredOrderView.Of(order);
            totals.Add(view);
            format.Write(lines, view);
            if (lines.WrittenCount >= BytesAtOnce)
                await TakeAsync();
        }

        await TakeAsync();
        totals.Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        format.End(lines, totals);
        await response.BodyWriter.WriteAsync(lines.WrittenMemory, cancellation);

        async ValueTask TakeAsync()
        {
            hash.AppendData(lines.WrittenSpan);
            if (isSent)
                await response.BodyWriter.WriteAsync(lines.WrittenMemory, cancellation);
            lines.ResetWrittenCount();
        }
    }
}
