using System.Diagnostics;
using System.Globalization;

namespace FlashFlow.Testing;

/// <summary>A process that the launcher ends, should the test run die before it can.</summary>
public sealed class RecordedProcess
{
    private readonly string file;

    private RecordedProcess(string name) => file = Path.Combine(RealServices.State, $"test-{name}.pid");

    public static RecordedProcess Of(Process process, string name)
    {
        var record = new RecordedProcess(name);
        File.WriteAllText(Path.ChangeExtension(record.file, ".start"), StartTime(process.Id));
        File.WriteAllText(record.file, process.Id.ToString(CultureInfo.InvariantCulture));
        return record;
    }

    public void Forget()
    {
        File.Delete(file);
        File.Delete(Path.ChangeExtension(file, ".start"));
    }

    // Field 22 of /proc/PID/stat, counted from behind the name, which may hold spaces.
    private static string StartTime(int id)
    {
        var stat = File.ReadAllText($"/proc/{id}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
    }
}
