global using FlashFlow.Core;
global using FlashFlow.Core.Buying;
global using FlashFlow.Core.Guarding;
global using FlashFlow.Core.Sales;
global using FlashFlow.Infrastructure.Access;
