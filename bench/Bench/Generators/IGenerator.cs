using FlashFlow.Bench.Results;
using FlashFlow.Load;

namespace FlashFlow.Bench.Generators;

/// <summary>Makes the load of a run: a closed loop.</summary>
internal interface IGenerator
{
    /// <summary>As it is asked for.</summary>
    string Name { get; }

    /// <summary>Whether it can send requests that differ.</summary>
    bool SendsDifferentRequests { get; }

    /// <summary>Makes one run.</summary>
    /// <param name="load">What is sent, and where to.</param>
    /// <param name="counts">Which answers count, by HTTP status.</param>
    /// <param name="connections">How many connections.</param>
    /// <param name="duration">How long; whole seconds.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="ToolFailedException">It cannot be run.</exception>
    /// <exception cref="LoadRefusedException">Nobody listens.</exception>
    Task<ScenarioRun> RunAsync(LoadOptions load, Func<int, bool> counts, int connections, TimeSpan duration, CancellationToken cancellation);
}
