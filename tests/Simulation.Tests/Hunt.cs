using Stopwatch = System.Diagnostics.Stopwatch;

namespace FlashFlow.Simulation.Tests;

/// <summary>Plays the schedules of many seeds, on all cores, until one breaks a promise.</summary>
internal static class Hunt
{
    /// <summary>Plays the seeds from <paramref name="first"/> on; the first of them that breaks a promise ends the hunt.</summary>
    public static Catch Run(long first, long count, PlantedBug bug = PlantedBug.None)
    {
        var next = first - 1;
        var caught = long.MaxValue;
        var started = Stopwatch.GetTimestamp();
        var used = Environment.CpuUsage.TotalTime;
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(Play)).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        return new(caught == long.MaxValue ? null : caught, Math.Min(next - first + 1, count), Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - used);

        void Play()
        {
            for (var seed = Interlocked.Increment(ref next); seed < first + count && seed < Volatile.Read(ref caught); seed = Interlocked.Increment(ref next))
                if (TryPlay(seed, bug) is not null)
                    Lower(ref caught, seed);
        }
    }

    /// <summary>Plays one seed again.</summary>
    /// <returns>The broken promise, if one was, and all that happened.</returns>
    public static (BrokenPromiseException? Broken, Trace Trace) Replay(long seed, PlantedBug bug = PlantedBug.None)
    {
        var world = new World(seed, bug, isTraced: true);
        try
        {
            world.Run();
            return (null, world.Trace);
        }
        catch (BrokenPromiseException broken)
        {
            return (broken, world.Trace);
        }
    }

    private static BrokenPromiseException? TryPlay(long seed, PlantedBug bug)
    {
        try
        {
            new World(seed, bug).Run();
            return null;
        }
        catch (BrokenPromiseException broken)
        {
            return broken;
        }
    }

    private static void Lower(ref long least, long value)
    {
        for (var known = Volatile.Read(ref least); value < known;)
            known = Interlocked.CompareExchange(ref least, value, known) is var seen && seen == known ? value : seen;
    }
}
