global using System.Text;
global using System.Text.Json;
global using FlashFlow.Core.Draining;
global using FlashFlow.Core.Sales;
global using FlashFlow.Testing;
