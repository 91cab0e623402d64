using System.Text.Json;
using FlashFlow.Core.Auditing;
using FlashFlow.Core.Reviewing;
using FlashFlow.Operator.Engine;
using FlashFlow.Supervisor;

namespace FlashFlow.Operator.Dead;

/// <summary>The four verbs, on the dead letters that wait now.</summary>
internal sealed class DeadLetterDesk : IAsyncDisposable
{
    private readonly EngineAccess engine;
    private readonly DeadLetterReview review;

    private DeadLetterDesk(EngineAccess engine, DeadLetterReview review)
    {
        this.engine = engine;
        this.review = review;
    }

    public static async Task<DeadLetterDesk> OpenAsync(CancellationToken cancellation)
    {
        var engine = new EngineAccess();
        try
        {
            return new(engine, await DeadLetterReview.OpenAsync(engine.DeadLetters, engine.Replay, cancellation));
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    public int List(string? productId, bool asJson)
    {
        var letters = review.Letters.Where(letter => productId is null || letter.IsOf(productId)).ToArray();
        if (asJson)
            Console.Out.WriteLine(JsonSerializer.Serialize(letters.Select(LetterRow.Of), DeadJson.Default.IEnumerableLetterRow));
        else if (letters.Length > 0)
            LetterTable.Write(Terminal.Open(), letters);
        else
            Console.WriteLine(productId is null ? "There are no dead letters." : $"There is no dead letter with orders of '{productId}'.");
        return ExitCode.Ok;
    }

    public int Show(string id)
    {
        var (letters, objection) = new LetterChoice([id], All: false).From(review);
        if (objection is not null)
            return Refuse(objection);
        LetterPage.Write(Console.Out, letters[0]);
        return ExitCode.Ok;
    }

    public async Task<int> ReplayAsync(LetterChoice choice, bool isSure, CancellationToken cancellation)
    {
        var (letters, objection) = choice.From(review);
        if (objection is not null)
            return Refuse(objection);
        if (choice.All && !isSure && letters.Count > 0)
            return Refuse($"this would put {Describe(letters)} back into the orders queue. If you mean it: --yes.");

        foreach (var letter in letters)
        {
            cancellation.ThrowIfCancellationRequested();
            await review.ReplayAsync(letter, cancellation);
        }

        Console.WriteLine(letters.Count == 0
            ? "There are no dead letters."
            : $"{Describe(letters)}: back in the orders queue. What still cannot be stored comes back with one more attempt: ./flashflow dead list");
        return ExitCode.Ok;
    }

    public async Task<int> DiscardAsync(LetterChoice choice, bool isSure, CancellationToken cancellation)
    {
        var (letters, objection) = choice.From(review);
        if (objection is not null)
            return Refuse(objection);
        if (!isSure && letters.Count > 0)
            return Refuse($"this would give up {Describe(letters)}: accepted from shoppers, and never to be stored. If you mean it: --yes.");

        var discarded = new List<ReviewedLetter>();
        foreach (var letter in letters)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await review.DiscardAsync(letter, Environment.UserName, cancellation))
                discarded.Add(letter);
        }

        if (letters.Count == 0)
            Console.WriteLine("There are no dead letters.");
        if (discarded.Count > 0)
            Console.WriteLine($"{Describe(discarded)}: discarded. The audit counts what is in them as discarded; PostgreSQL keeps the bodies in the table dead_letters.");
        return discarded.Count == letters.Count
            ? ExitCode.Ok
            : Refuse($"{Describe([.. letters.Except(discarded)])}: not discarded, since somebody else has decided meanwhile: see ./flashflow dead list.");
    }

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    private static string Describe(IReadOnlyList<ReviewedLetter> letters)
    {
        var orders = letters.Aggregate(default(Tally), (sum, letter) => sum + letter.Contents);
        var transitions = letters.Sum(letter => letter.TransitionCount);
        var unreadable = letters.Count(letter => !letter.IsReadable);
        return $"{(letters.Count == 1 ? $"dead letter {letters[0].Letter.Id}" : $"{letters.Count} dead letters")} with {orders}"
            + (transitions > 0 ? $" and {TransitionBooks.Name(transitions)}" : "")
            + (unreadable > 0 ? $" ({unreadable} cannot be read)" : "");
    }

    private static int Refuse(string objection)
    {
        Console.Error.WriteLine($"flashflow: {objection}");
        return ExitCode.Usage;
    }
}
