using System.Diagnostics.Metrics;
using System.Globalization;

namespace FlashFlow.Core.Tests.StandIns;

/// <summary>Writes down what the engine measures, one line per measurement.</summary>
public sealed class Measurements : IDisposable
{
    private readonly Journal journal = new();
    private readonly MeterListener listener = new();

    public Measurements()
    {
        listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Telemetry.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>(Write);
        listener.SetMeasurementEventCallback<long>(Write);
        listener.SetMeasurementEventCallback<double>(Write);
        listener.Start();
    }

    public IReadOnlyList<string> Lines => journal.Lines;

    /// <summary>Asks the gauges for their values.</summary>
    public void Observe() => listener.RecordObservableInstruments();

    public void Dispose() => listener.Dispose();

    private void Write<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        where T : IFormattable
    {
        var names = string.Concat(tags.ToArray().Select(tag => $" {tag.Key}={tag.Value}"));
        journal.Write($"{instrument.Name} {value.ToString(null, CultureInfo.InvariantCulture)}{names}");
    }
}
