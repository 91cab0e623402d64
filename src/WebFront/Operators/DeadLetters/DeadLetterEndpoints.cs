using System.Security.Claims;
using FlashFlow.Core.Reviewing;
using FlashFlow.WebFront.Access;
using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Errors;

namespace FlashFlow.WebFront.Operators.DeadLetters;

/// <summary>What could not be stored (G8), and what operators make of it: they replay it once the cause is gone, or give it up.</summary>
internal static class DeadLetterEndpoints
{
    private const int MostListed = 1_000;

    public static void MapDeadLetters(this IEndpointRouteBuilder app)
    {
        var looks = Group(app, AccessRole.Viewer);
        looks.MapGet("/", ListAsync)
            .WithSummary($"Lists the dead letters that wait for an operator, those first seen before the others, {MostListed:N0} at most.")
            .Produces<DeadLetterView[]>();
        looks.MapGet("/{id}", FindAsync).WithSummary("Shows a dead letter with its body.")
            .Produces<DeadLetterView>().Refuses(Problems.UnknownLetter, Problems.LetterDecided);

        var letter = Group(app, AccessRole.Operator).MapGroup("/{id}").Refuses(Problems.UnknownLetter, Problems.LetterDecided);
        letter.MapPost("/replay", ReplayAsync)
            .WithSummary("Puts a dead letter back into the orders queue, for when the cause is gone. What still cannot be stored comes back with one more attempt.")
            .Produces<DecidedLetterView>().ShowsExample(Examples.Replayed);
        letter.MapPost("/discard", DiscardAsync)
            .WithSummary("Gives a dead letter up: its orders will never be stored, and the books count them as discarded.")
            .Produces<DecidedLetterView>();
    }

    private static RouteGroupBuilder Group(IEndpointRouteBuilder app, AccessRole role) =>
        app.MapGroup("/dead-letters").WithTags("Operators").RequireKey(role).Refuses(Problems.BadRequest, Problems.Unavailable);

    private static async Task<IResult> ListAsync(IDeadLetterRecords records, CancellationToken cancellation)
    {
        var letters = await records.ListAsync(MostListed, cancellation);
        return TypedResults.Ok(letters.Select(DeadLetterView.Of).ToArray());
    }

    private static async Task<IResult> FindAsync(string id, IDeadLetterRecords records, ILetterReplay replay, CancellationToken cancellation)
    {
        var (_, letter, problem) = await OpenAsync(id, records, replay, cancellation);
        return letter is null ? problem! : TypedResults.Ok(DeadLetterView.WithText(letter));
    }

    // What was begun is finished, also when the operator hangs up.
    private static async Task<IResult> ReplayAsync(string id, IDeadLetterRecords records, ILetterReplay replay)
    {
        var (review, letter, problem) = await OpenAsync(id, records, replay, CancellationToken.None);
        if (letter is null)
            return problem!;
        await review.ReplayAsync(letter, CancellationToken.None);
        return TypedResults.Ok(new DecidedLetterView(letter.Letter.Id, "replayed"));
    }

    private static async Task<IResult> DiscardAsync(string id, ClaimsPrincipal caller, IDeadLetterRecords records, ILetterReplay replay)
    {
        var (review, letter, problem) = await OpenAsync(id, records, replay, CancellationToken.None);
        if (letter is null)
            return problem!;
        return await review.DiscardAsync(letter, caller.Identity!.Name!, CancellationToken.None)
            ? TypedResults.Ok(new DecidedLetterView(letter.Letter.Id, "discarded"))
            : Problems.LetterDecided;
    }

    private static async Task<(DeadLetterReview Review, ReviewedLetter? Letter, Problem? Problem)> OpenAsync(
        string id, IDeadLetterRecords records, ILetterReplay replay, CancellationToken cancellation)
    {
        var review = await DeadLetterReview.OpenAsync(records, replay, id, cancellation);
        return review.Letters switch
        {
            [] => (review, null, Problems.UnknownLetter),
            [{ IsWaiting: false }] => (review, null, Problems.LetterDecided),
            [var letter] => (review, letter, null),
            _ => (review, null, Problems.UnknownLetter.With("Several begin with these digits: name one by its whole fingerprint.")),
        };
    }
}
