using FlashFlow.FaultHost;
using FlashFlow.Infrastructure.Hosting;

// A front, a silo or a drain as the product has it, but for the ports named in FaultPoint: one of them is where it ends.
var settings = new ConfigurationBuilder().AddCommandLine(args).Build().GetSection("FlashFlow:Fault");
var point = new FaultPoint(
    settings["Point"] ?? throw new InvalidOperationException("FlashFlow:Fault:Point is not set."),
    stalls: settings["Stalls"] == "true");
var process = settings["Process"] ?? throw new InvalidOperationException("FlashFlow:Fault:Process is not set.");

return await ServiceProcess.RunAsync(() => Hosts.Build(process, args, point.Adapt));
