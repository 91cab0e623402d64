using FlashFlow.Bench.Generators;
using FlashFlow.Operator.Engine;

namespace FlashFlow.Bench;

/// <summary>What scenarios are made of.</summary>
/// <param name="Fleet">The processes.</param>
/// <param name="Access">The way to the servers, past the fronts.</param>
/// <param name="Sales">Begins sales.</param>
/// <param name="Generator">Makes the load.</param>
/// <param name="Connections">Its connections.</param>
internal sealed record BenchEngine(BenchFleet Fleet, EngineAccess Access, BenchSales Sales, IGenerator Generator, int Connections);
