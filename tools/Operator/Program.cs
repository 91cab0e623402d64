using FlashFlow.Operator;
using FlashFlow.Operator.Audit;
using FlashFlow.Operator.Dead;
using FlashFlow.Operator.Demo;
using FlashFlow.Operator.Key;
using FlashFlow.Operator.Prepare;
using FlashFlow.Operator.Rebuild;

// What an operator needs: prepare the database, audit the books, rebuild a ledger, look after dead letters, make keys, run the demo.
return await Verb.RunAsync(
    args,
    "FlashFlow's tools for operators.",
    PrepareCommand.Create(),
    DemoCommand.Create(),
    AuditCommand.Create(),
    RebuildCommand.Create(),
    DeadCommand.Create(),
    KeyCommand.Create());
