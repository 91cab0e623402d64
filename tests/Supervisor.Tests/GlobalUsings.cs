global using FlashFlow.Supervisor.Processes;
global using FlashFlow.Supervisor.Servers;
global using FlashFlow.Testing;
