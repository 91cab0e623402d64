using System.Text.RegularExpressions;
using FlashFlow.Console.Access;
using Microsoft.AspNetCore.Mvc;

namespace FlashFlow.Console;

/// <summary>Hands a sale's orders through from the front as a file, as they come: none of it is kept here.</summary>
internal static partial class ExportEndpoints
{
    public const string Path = "/export";

    /// <summary>Where a sale's file is.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="epoch">The sale.</param>
    /// <param name="format"><c>csv</c> or <c>jsonl</c>.</param>
    /// <param name="after">The last position that one has; null: from the first on.</param>
    public static string Address(string productId, long epoch, string format, long? after = null) =>
        $"{Path}/{Uri.EscapeDataString(productId)}/{epoch}/{format}{(after is null ? "" : $"?after={after}")}";

    public static void MapExport(this IEndpointRouteBuilder app) => app.MapGet(Path + "/{productId}/{epoch:long}/{format}", SendAsync).RequireAuthorization();

    private static async Task<IResult> SendAsync(
        HttpContext context, string productId, long epoch, string format, [FromQuery] long? after, FrontPool fronts, CancellationToken cancellation)
    {
        if (format is not ("csv" or "jsonl") || !ProductId().IsMatch(productId))
            return Results.NotFound();
        var path = $"/products/{productId}/sales/{epoch}/orders.{format}{(after is null ? "" : $"?after={after}")}";
        try
        {
            using var answer = await fronts.SendAsync(() => new(HttpMethod.Get, path), context.User.FindKey(), cancellation);
            if (!answer.IsSuccessStatusCode)
                throw await FrontException.ReadAsync(answer, cancellation);
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString() ?? "application/octet-stream";
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"{productId}-{epoch}{(after is null ? "" : $"-after-{after}")}.{format}\"";
            await using var orders = await answer.Content.ReadAsStreamAsync(cancellation);
            await orders.CopyToAsync(context.Response.Body, cancellation);
            return Results.Empty;
        }
        catch (FrontException failure)
        {
            return Results.Text(failure.Message, statusCode: StatusCodes.Status502BadGateway);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException && context.Response.HasStarted)
        {
            context.Abort(); // so that the file is seen to be cut off; it goes on with ?after=
            return Results.Empty;
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,63}$")]
    private static partial Regex ProductId();
}
