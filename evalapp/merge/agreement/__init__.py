"""How far assessors agree: percent agreement, κ, α, ICC, each with what it rests on and what was left out. Pure numpy."""
