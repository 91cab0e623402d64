using FlashFlow.Load;

namespace FlashFlow.Operator.Demo;

/// <summary>
/// A load that counts for nothing, at a call of the front that costs it little, so that the generator's own code is compiled before it
/// measures anybody else's.
/// </summary>
internal static class GeneratorWarmUp
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    /// <exception cref="LoadRefusedException">The front takes no connections.</exception>
    public static async Task RunAsync(Uri front, int connections, CancellationToken cancellation)
    {
        var answers = new BuyAnswers();
        await LoadGenerator.RunAsync(
            new() { Uri = front, Method = "GET", Path = "/health/live", Connections = connections, Duration = Duration },
            new Progress<long>(),
            (_, _) =>
            {
                answers.Observe(202, """{"orderId":"01890a5d-ac96-774b-bcce-b302099a8057","status":"confirmed"}"""u8);
                answers.Observe(409, """{"title":"Nothing is left.","status":409,"code":"sold_out"}"""u8);
            },
            cancellation);
    }
}
