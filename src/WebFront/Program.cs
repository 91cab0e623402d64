using FlashFlow.Infrastructure.Hosting;
using FlashFlow.WebFront;

return await ServiceProcess.RunAsync(() => Front.Build(args));
