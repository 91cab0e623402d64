using System.Diagnostics;

namespace FlashFlow.Supervisor.Processes;

/// <summary>
/// Processes that nobody recorded. Whatever was started from a state directory, directly or not, carries its path in its environment, and so
/// is found also when whoever started it forgot, and what was started from a directory within it, too.
/// </summary>
public static class Strays
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Kills what is still there after some moments.</summary>
    /// <returns>Their ids and command lines.</returns>
    public static async Task<IReadOnlyList<string>> EndAsync(StateDirectory state)
    {
        var began = Stopwatch.GetTimestamp();
        while (Find(state).Any())
        {
            if (Stopwatch.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(LookEvery);
                continue;
            }

            var ended = new List<string>();
            foreach (var id in Find(state))
            {
                ended.Add($"{id}  {Read(id, "cmdline").Replace('\0', ' ').TrimEnd()}");
                Native.Send(id, Signal.Kill);
            }

            return ended;
        }

        return [];
    }

    private static IEnumerable<int> Find(StateDirectory state)
    {
        var mark = $"{StateDirectory.Variable}={state.Root}";
        return ProcessStat.Ids().Where(id => id != Environment.ProcessId && ProcessStat.FindStart(id) is not null && Read(id, "environ").Split('\0').Any(IsOfState));

        bool IsOfState(string variable) => variable == mark || variable.StartsWith($"{mark}/", StringComparison.Ordinal);
    }

    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
