package queuetest

const RaceEnabled = raceEnabled
