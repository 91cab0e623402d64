using System.Runtime.CompilerServices;
using System.Text;

namespace FlashFlow.Simulation.Tests.Scheduling;

/// <summary>
/// What happened in a schedule: a hash of every step always, so that two runs of a seed can be compared; lines to read only when
/// somebody will read them, since writing them costs more than all the rest.
/// </summary>
internal sealed class Trace(bool isWritten)
{
    private readonly StringBuilder lines = new();

    /// <summary>Whether lines are kept.</summary>
    public bool IsWritten => isWritten;

    /// <summary>A digest of everything that was mixed in, in its order (FNV-1a over numbers instead of bytes).</summary>
    public ulong Hash { get; private set; } = 14695981039346656037;

    /// <summary>Makes the hash depend on this number.</summary>
    public void Mix(long number) => Hash = (Hash ^ (ulong)number) * 1099511628211;

    /// <summary>Adds a line; its parts are not even put together when no lines are kept.</summary>
    public void Write(long now, [InterpolatedStringHandlerArgument("")] ref Line line)
    {
        if (isWritten)
            lines.Append(TimeSpan.FromTicks(now).TotalMilliseconds.ToString("0.0", null).PadLeft(9)).Append("  ").Append(line.ToText()).Append('\n');
    }

    /// <inheritdoc/>
    public override string ToString() => lines.ToString();

    /// <summary>A line that is only put together for a trace that is written.</summary>
    [InterpolatedStringHandler]
    public ref struct Line
    {
        private DefaultInterpolatedStringHandler text;

        /// <summary>Called by the compiler.</summary>
        public Line(int literalLength, int formattedCount, Trace trace, out bool isWritten)
        {
            isWritten = trace.IsWritten;
            if (isWritten)
                text = new(literalLength, formattedCount);
        }

        /// <summary>Called by the compiler.</summary>
        public void AppendLiteral(string literal) => text.AppendLiteral(literal);

        /// <summary>Called by the compiler.</summary>
        public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

        internal string ToText() => text.ToStringAndClear();
    }
}
