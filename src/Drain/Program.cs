using FlashFlow.Drain;
using FlashFlow.Infrastructure.Hosting;

return await ServiceProcess.RunAsync(() => DrainProcess.Build(args));
