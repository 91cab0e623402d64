using System.Diagnostics;
using System.Globalization;

namespace FlashFlow.Tools.Processes;

/// <summary>Tells the launcher of a process: it ends what is recorded in its state directory, should this one die before it can.</summary>
internal sealed class ProcessRecord(string state, string name)
{
    private readonly string file = Path.Combine(state, $"{name}.pid");

    private string StartFile => Path.ChangeExtension(file, ".start");

    public void Write(Process process)
    {
        File.WriteAllText(StartFile, StartTime(process.Id));
        File.WriteAllText(file, process.Id.ToString(CultureInfo.InvariantCulture));
    }

    public void Remove()
    {
        File.Delete(file);
        File.Delete(StartFile);
    }

    // Field 22 of /proc/PID/stat, counted from behind the name, which may hold spaces. Gone already: then nobody has to end it.
    private static string StartTime(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (IOException)
        {
            return "gone";
        }
    }
}
