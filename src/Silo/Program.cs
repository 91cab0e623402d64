using FlashFlow.Infrastructure.Hosting;
using FlashFlow.Silo;

return await ServiceProcess.RunAsync(() => SiloProcess.Build(args));
