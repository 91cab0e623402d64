namespace FlashFlow.Bench.Rooms;

/// <summary>Somebody with a telephone, who joins the line, hears how it moves and buys, does not buy, leaves, comes back or loads the page anew.</summary>
internal sealed class LineShopper(LineFront front, LineJournal journal, int number)
{
    private const double MembersAskedPerSecond = 5_000;
    private static readonly TimeSpan EstimatesAt = TimeSpan.FromMinutes(2);

    private readonly string id = $"shopper-{number}";
    private TimeSpan leavesAt = TimeSpan.MaxValue;
    private TimeSpan comesBackAt = TimeSpan.MaxValue;
    private TimeSpan reloadsAt = TimeSpan.MaxValue;
    private LineTurn? turn;
    private (TimeSpan At, TimeSpan Wait)? estimate;
    private Task buying = Task.CompletedTask;

    /// <summary>Goes on until all is sold.</summary>
    /// <exception cref="ToolFailedException">The front does not answer as a front does.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var comesAt = number % 5 == 0 ? Between(0, 120) : Between(-45, -5);
        (leavesAt, comesBackAt, reloadsAt) = (number % 40) switch
        {
            1 => (comesAt + Between(1, 150), TimeSpan.MaxValue, TimeSpan.MaxValue),
            2 when Between(1, 120) is var leaving => (comesAt + leaving, comesAt + leaving + Between(5, 30), TimeSpan.MaxValue),
            3 or 4 => (TimeSpan.MaxValue, TimeSpan.MaxValue, comesAt + Between(1, 150)),
            _ => (leavesAt, comesBackAt, reloadsAt),
        };
        if (comesAt - journal.Now is var wait && wait > TimeSpan.Zero)
            await Task.Delay(wait, cancellation);
        do
            await AskAsync(0, cancellation);
        while (await HearAsync(cancellation));
        await buying;
    }

    // Until all is sold, or the page is loaded anew: the telephone then knows no more than who it is.
    private async Task<bool> HearAsync(CancellationToken cancellation)
    {
        await foreach (var line in front.HearAsync(cancellation))
        {
            if (line.IsSoldOut)
            {
                if (turn?.State == "waiting")
                    journal.NoteTold();
                return false;
            }

            var now = journal.Now;
            if (turn is null ? now >= comesBackAt : turn.State == "gathering" && line.IsDrawn)
            {
                comesBackAt = TimeSpan.MaxValue;
                await Task.Delay(TimeSpan.FromSeconds(Random.Shared.NextDouble() * line.Members / MembersAskedPerSecond), cancellation);
                await AskAsync(line.Admitted, cancellation);
            }
            else if (turn?.State is not ("gathering" or "waiting"))
                continue;
            else if (line.Admitted >= turn.Place)
                await AskAsync(line.Admitted, cancellation);
            else if (now >= leavesAt)
            {
                await front.LeaveAsync(id, turn.Receipt, cancellation);
                (leavesAt, turn, estimate) = (TimeSpan.MaxValue, null, null);
            }
            else if (now >= reloadsAt)
            {
                reloadsAt = TimeSpan.MaxValue;
                return true;
            }
            else if (now >= EstimatesAt && estimate is null && line.AdmittedLately > 0)
                estimate = (now, TimeSpan.FromSeconds((turn.Place!.Value - line.Admitted) * line.LatelySeconds / line.AdmittedLately));
        }

        throw new ToolFailedException("A stream has ended.");
    }

    private async Task AskAsync(long admitted, CancellationToken cancellation)
    {
        var now = await front.JoinAsync(id, cancellation);
        journal.Note(turn, now, admitted);
        turn = now;
        if (turn.Pass is not { } pass)
            return;
        if (estimate is { } told)
            journal.NoteWait(told.Wait, journal.Now - told.At);
        if (Random.Shared.NextDouble() < 0.6)
            buying = BuyAsync(pass, cancellation);
    }

    private async Task BuyAsync(string pass, CancellationToken cancellation)
    {
        await Task.Delay(Between(2, 6), cancellation);
        var sentAt = journal.Now;
        journal.NoteBuy(sentAt, await front.BuyAsync(id, pass, cancellation));
    }

    private static TimeSpan Between(double least, double most) => TimeSpan.FromSeconds(least + (Random.Shared.NextDouble() * (most - least)));
}
