global using FlashFlow.Console.Fronts;
