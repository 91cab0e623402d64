global using FlashFlow.Testing;
