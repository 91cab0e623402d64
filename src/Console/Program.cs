using FlashFlow.Console;
using FlashFlow.Infrastructure.Hosting;

return await ServiceProcess.RunAsync(() => ConsoleProcess.Build(args));
