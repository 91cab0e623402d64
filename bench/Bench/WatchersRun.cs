using System.Net;
using System.Net.Sockets;
using System.Text;
using FlashFlow.Bench.Results;
using FlashFlow.Bench.Scenarios;
using FlashFlow.Load;

namespace FlashFlow.Bench;

/// <summary>Sells to a crowd while thousands watch the product, and beside that while nobody does: what a watcher costs in memory and in sales.</summary>
internal sealed class WatchersRun(BenchEngine engine, BenchOptions options, BenchLog log)
{
    /// <summary>How many watch.</summary>
    public const int Watchers = 5_000;

    private const int Connecting = 100;
    private const int BufferBytes = 1_024;

    /// <summary>Measures in turns.</summary>
    /// <exception cref="ToolFailedException">Somebody could not watch.</exception>
    public async Task<WatchersResult> RunAsync(CancellationToken cancellation)
    {
        var scenario = new DemoScenario(BenchItems.Accepted, engine, BenchSales.Plenty);
        await BenchWarmUp.RunAsync(scenario, engine, cancellation);
        var (alone, watched, bytes) = (new List<double>(), new List<double>(), new List<double>());
        for (var run = 1; run <= options.Runs; run++)
        {
            // Whoever sells second finds everything warmer, so they take turns.
            if (run % 2 == 1)
                alone.Add(await SellAloneAsync());
            var (perSecond, perWatcher) = await SellWatchedAsync();
            watched.Add(perSecond);
            bytes.Add(perWatcher);
            if (run % 2 == 0)
                alone.Add(await SellAloneAsync());
            log.Tell($"run {run} of {options.Runs}  {alone[^1]:N0} orders a second with nobody watching, {watched[^1]:N0} with {Watchers:N0}, {bytes[^1]:N0} bytes each");
        }

        return new(Watchers, Statistics.Median(alone), Statistics.Median(watched), Statistics.Median([.. alone.Zip(watched, (one, other) => other / one)]), bytes[0]);

        async Task<double> SellAloneAsync() => await SellAsync(scenario, await scenario.PrepareAsync(cancellation), cancellation);

        async Task<(double PerSecond, double PerWatcher)> SellWatchedAsync()
        {
            var load = await scenario.PrepareAsync(cancellation);
            var before = ResidentBytes();
            using var crowd = await WatchAsync(cancellation);
            var perWatcher = (ResidentBytes() - before) / (double)Watchers;
            var perSecond = await SellAsync(scenario, load, cancellation);
            crowd.Check();
            return (perSecond, perWatcher);
        }
    }

    private async Task<double> SellAsync(DemoScenario scenario, LoadOptions load, CancellationToken cancellation)
    {
        var run = await engine.Generator.RunAsync(load, scenario.Counts, engine.Connections, options.Duration, cancellation);
        await scenario.SettleAsync(cancellation);
        engine.Fleet.Check();
        return run.PerSecond;
    }

    private long ResidentBytes()
    {
        var id = engine.Fleet.Running["front-1"];
        return ProcessTree.Read([id])[id].ResidentBytes;
    }

    private async Task<WatchingCrowd> WatchAsync(CancellationToken cancellation)
    {
        var crowd = new WatchingCrowd();
        var end = new IPEndPoint(IPAddress.Loopback, engine.Fleet.Front.Port);
        var request = RequestBytes.Of(new() { Uri = engine.Fleet.Front, Method = "GET", Path = $"/products/{BenchSales.Demo}/live" });
        foreach (var together in Enumerable.Range(0, Watchers).Chunk(Connecting))
            await Task.WhenAll(together.Select(_ => crowd.AddAsync(end, request, cancellation)));
        return crowd;
    }

    // What comes is read when the sale is over: meanwhile the kernel keeps it, so that the crowd takes as little of the machine as it can.
    private sealed class WatchingCrowd : IDisposable
    {
        private readonly List<Socket> sockets = [];

        public async Task AddAsync(EndPoint front, byte[] request, CancellationToken cancellation)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            lock (sockets)
                sockets.Add(socket);
            await socket.ConnectAsync(front, cancellation);
            await socket.SendAsync(request, cancellation);
            var buffer = new byte[BufferBytes];
            var first = await socket.ReceiveAsync(buffer, cancellation);
            if (!Encoding.ASCII.GetString(buffer, 0, first).StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
                throw new ToolFailedException("The front does not let everybody watch.");
        }

        public void Check()
        {
            var buffer = new byte[BufferBytes];
            var told = sockets.Count(socket => IsTold(socket, buffer));
            if (told < Watchers)
                throw new ToolFailedException($"{Watchers - told:N0} of {Watchers:N0} watchers were told nothing, or lost their stream.");
        }

        public void Dispose()
        {
            foreach (var socket in sockets)
                socket.Dispose();
        }

        private static bool IsTold(Socket socket, byte[] buffer)
        {
            socket.Blocking = false;
            for (var bytes = 0; ;)
            {
                var count = socket.Receive(buffer, SocketFlags.None, out var error);
                if (error == SocketError.WouldBlock)
                    return bytes > 0;
                if (error != SocketError.Success || count == 0)
                    return false;
                bytes += count;
            }
        }
    }
}
