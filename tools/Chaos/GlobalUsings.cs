global using FlashFlow.Operator;
