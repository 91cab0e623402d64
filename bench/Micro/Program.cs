using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using FlashFlow.Micro;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// In this process, whichever job is asked for: the projects that other toolchains generate would not find the outputs of this repository.
var config = DefaultConfig.Instance
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).AsMutator())
    .AddDiagnoser(MemoryDiagnoser.Default)
    .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "flashflow-micro"));
BenchmarkSwitcher.FromAssembly(typeof(OrderIdBenchmarks).Assembly).Run(args, config);
