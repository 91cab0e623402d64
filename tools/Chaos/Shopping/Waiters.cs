using System.Text.Json;

namespace FlashFlow.Chaos.Shopping;

/// <summary>
/// Those who wait in line: they join and look at whichever front, some leave and come back, and who is let in buys, or is too late. Some try what
/// they must not: without a pass, with another's, with one that has bought, has lapsed, or is of an earlier room.
/// </summary>
internal sealed class Waiters(FrontClient client, LineJournal journal, Shoppers shoppers, int seed)
{
    /// <summary>How many wait at one time.</summary>
    public const int AtOnce = 100;

    private const string Path = $"/products/{ChaosProduct.Lined}/room";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(200);

    private Stay? lastIn;
    private int named;

    /// <summary>Waits until <paramref name="close"/>; whoever waits by then stays until they have bought.</summary>
    public Task WaitAsync(CancellationToken close, CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async number =>
        {
            var random = new Random(seed + number);
            while (!close.IsCancellationRequested)
                await VisitAsync(random, untilSoldOut: false, close, cancellation);
        }));

    /// <summary>Buys what is left.</summary>
    public Task BuyOutAsync(CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async number =>
        {
            var random = new Random(seed - number);
            while (await VisitAsync(random, untilSoldOut: true, new(canceled: true), cancellation))
            {
            }
        }));

    /// <returns>False when nothing is left, or the shopper did not get in.</returns>
    private async Task<bool> VisitAsync(Random random, bool untilSoldOut, CancellationToken close, CancellationToken cancellation)
    {
        var shopperId = $"waiter{Interlocked.Increment(ref named)}";
        Stay? stay = null;
        Stay? ofEarlierRoom = null;
        using var patience = new CancellationTokenSource();
        await using var closing = close.Register(() => patience.CancelAfter(Patience));
        while (!patience.IsCancellationRequested)
        {
            await Task.Delay(random.Next(400, 1_200), cancellation);
            if (await JoinAsync($"{{\"shopperId\":\"{shopperId}\"}}") is not { } turn)
                continue;
            var before = stay;
            stay = journal.Note(shopperId, before, turn);
            if (before is { Pass: not null } && before.Commitment != stay.Commitment)
                ofEarlierRoom = before;

            var isPlaying = !close.IsCancellationRequested;
            switch (turn.State)
            {
                case "in":
                    lastIn = stay;
                    if (isPlaying && random.Next(8) == 0)
                        await Task.Delay(Later(stay.Pass!.Value.ExpiresAt - DateTimeOffset.UtcNow), cancellation);
                    if ((await BuyAsync(shopperId, stay, random, cancellation)).HasOrder)
                    {
                        if (random.Next(4) == 0)
                            await BuyAsync(shopperId, stay, random, cancellation);
                        return true;
                    }

                    break;
                case "over":
                    await LeaveAsync(stay, cancellation);
                    if (isPlaying && random.Next(2) == 0)
                        return true;
                    break;
                case var _ when untilSoldOut && turn.Room.Remaining == 0:
                    return false;
                case var _ when isPlaying && random.Next(30) == 0:
                    if (!await LeaveAsync(stay, cancellation) || random.Next(3) == 0)
                        return true;
                    await Task.Delay(random.Next(5_000), cancellation);
                    break;
                case var _ when isPlaying && random.Next(20) == 0:
                    await BuyAsync(shopperId, ofEarlierRoom ?? (random.Next(2) == 0 ? lastIn : null), random, cancellation);
                    break;
            }
        }

        journal.NoteStuck(stay?.ToString() ?? $"{shopperId} without a number");
        return false;
    }

    // A little more, so that it is past by any clock.
    private static TimeSpan Later(TimeSpan time) => (time > TimeSpan.Zero ? time : TimeSpan.Zero) + TimeSpan.FromMilliseconds(20);

    private async Task<Turn?> JoinAsync(string body) =>
        await AskAsync(Path, body) is (200, var answer) ? JsonSerializer.Deserialize<Turn>(answer, JsonSerializerOptions.Web) : null;

    private async Task<(int Status, byte[] Body)> AskAsync(string path, string body)
    {
        var answer = await client.AskAsync(HttpMethod.Post, path, body);
        journal.Note(HttpMethod.Post, path, answer.Status);
        return answer;
    }

    private async Task<Reply> BuyAsync(string shopperId, Stay? of, Random random, CancellationToken cancellation)
    {
        var (buy, began) = (new ClientBuy(ChaosProduct.Lined, shopperId, $"pass-{Guid.NewGuid()}", quantity: 1) { Pass = of?.Pass?.Pass }, DateTimeOffset.UtcNow);
        var reply = await shoppers.BuyUntilKnownAsync(buy, Shoppers.HangUp(random), cancellation);
        journal.Note(new PassBuy(buy, of, began, reply, DateTimeOffset.UtcNow));
        return reply;
    }

    /// <returns>False when the shopper must not come back: before the draw, a call without an answer may still take them out of the line.</returns>
    private async Task<bool> LeaveAsync(Stay stay, CancellationToken cancellation)
    {
        stay.HasLeft = true;
        var wasSilent = false;
        while (true)
        {
            // Another room knows no such receipt.
            var (status, _) = await AskAsync($"{Path}/leave", $$"""{"shopperId":"{{stay.ShopperId}}","receipt":"{{stay.Receipt}}"}""");
            if (status is 204 or 422)
                return stay.Place is not null || !wasSilent;
            wasSilent |= status == 0;
            await Task.Delay(BeforeRetry, cancellation);
        }
    }
}
